using System.CommandLine;
using LspCompletion.Engine;
using LspCompletion.Engine.Models;

namespace LspCompletion.Server.Commands.Models;

/// <summary><c>lsp-completion models</c>: the models on this machine, and how more get there.</summary>
internal static class ModelsCommand
{
    /// <summary>Describes the command and those below it.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken) =>
        new("models", "Imports models and looks after those that are there.")
        {
            ModelsListCommand.Create(terminal),
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

    /// <summary>The folder that <see cref="Library"/> names, or the user's own.</summary>
    /// <exception cref="EngineException">The account has none.</exception>
    public static string LibraryFolder(this ParseResult parsed, Option<string?> library) =>
        parsed.GetValue(library) ?? ModelLibrary.UserFolder ?? throw new EngineException(
            "This account has no folder for application data; say with --to where models go.");
}
