using System.CommandLine;
using LspCompletion.Engine;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models</c>: the models on this machine, and how more get there.</summary>
internal static class ModelsCommand
{
    private static readonly Dictionary<string, WeightPrecision> Precisions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["auto"] = WeightPrecision.Auto,
        ["int4"] = WeightPrecision.FourBits,
        ["int8"] = WeightPrecision.EightBits,
        ["fp32"] = WeightPrecision.Full,
    };

    /// <summary>Describes the command and those below it.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken) =>
        new("models", "Downloads and imports models, and looks after those that are there.")
        {
            ModelsListCommand.Create(terminal),
            ModelsPullCommand.Create(terminal, cancellationToken),
            ModelsImportCommand.Create(terminal, cancellationToken),
            ModelsInfoCommand.Create(terminal),
            ModelsVerifyCommand.Create(terminal, cancellationToken),
            ModelsRemoveCommand.Create(terminal),
        };

    /// <summary>The name of a model in the library, or the path of its folder.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = "The model's name, or its folder." };

    /// <summary>The library, where it isn't the user's own.</summary>
    public static Option<string?> Library() => new("--to")
    {
        HelpName = "DIR",
        Description = "The folder that holds models. Without it: the user's own.",
    };

    /// <summary>How an imported model's weights are stored.</summary>
    public static Option<WeightPrecision> Weights() => new("--weights")
    {
        HelpName = string.Join('|', Precisions.Keys),
        Description = "How to store the weights. auto: as they come, in 4 or 8 bits; 4 where they come unquantised.",
        CustomParser = argument =>
        {
            string value = argument.Tokens[0].Value;
            if (Precisions.TryGetValue(value, out WeightPrecision precision))
                return precision;

            argument.AddError($"--weights takes {string.Join(", ", Precisions.Keys)}, and '{value}' is none.");
            return WeightPrecision.Auto;
        },
    };

    /// <summary>The folder that <see cref="Library"/> names, or the user's own.</summary>
    /// <exception cref="EngineException">The account has none.</exception>
    public static string LibraryFolder(this ParseResult parsed, Option<string?> library) =>
        parsed.GetValue(library) ?? ModelLibrary.UserFolder ?? throw new EngineException(
            "This account has no folder for application data; say with --to where models go.");

    /// <summary>Says where a model lies that was made just now, and if it sees less than it was made for.</summary>
    public static void ReportMade(Terminal terminal, string folder)
    {
        terminal.WriteResult(folder);
        ModelManifest manifest = ModelDirectory.Open(folder).Manifest;
        if (manifest.ContextNote is not null)
            terminal.Error.Unwrapped().WriteLine(ControlPictures.Replace($"The context is {ContextOf(manifest)}."));
    }

    /// <summary>How much a model sees, for a person.</summary>
    public static string ContextOf(ModelManifest manifest) => $"{manifest.ContextLength} tokens {manifest.ContextNote}".TrimEnd();
}
