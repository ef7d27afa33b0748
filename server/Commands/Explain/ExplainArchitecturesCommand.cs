using System.CommandLine;
using LspCompletion.Engine.Models;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Replay;

namespace LspCompletion.Server.Commands.Explain;

/// <summary><c>lsp-completion explain architectures</c>: what each architecture computes anew for a keystroke.</summary>
internal static class ExplainArchitecturesCommand
{
    private const int DefaultKeystrokes = 200;
    private const int DefaultTokens = 8;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> fileArgument = new("FILE") { Description = "The file to type." };
        Option<int?> fromOption = CommandOptions.OptionalNumber(
            "--from", least: 1, "The first line to type. Without it: behind the first quarter.");
        Option<int> keystrokesOption = CommandOptions.Number(
            "--keystrokes", least: 1, DefaultKeystrokes, "The most keys to press.");
        Option<int> tokensOption = CommandOptions.Number(
            "--max-tokens", least: 1, DefaultTokens, "The tokens that the model writes for each.");
        Option<string?> decoderOption = Model("--decoder-only", "a decoder");
        Option<string?> prefixOption = Model("--prefix", "a prefix language model");
        Option<string?> encoderOption = Model("--encoder-decoder", "an encoder-decoder");
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Option<string?> languageOption = CommandOptions.Language();

        Command command = new(
            "architectures", "Types the same text into a decoder, a prefix language model and an encoder-decoder, and shows what each computes.")
        {
            fileArgument,
            fromOption,
            keystrokesOption,
            tokensOption,
            decoderOption,
            prefixOption,
            encoderOption,
            jsonOption,
            languageOption,
        };
        command.SetAction(parsed =>
        {
            TypedFile file = TypedFile.Read(
                parsed.GetRequiredValue(fileArgument), parsed.GetValue(languageOption), parsed.GetValue(fromOption), to: null);
            ArchitectureReplay replay = new(file, parsed.GetValue(keystrokesOption), parsed.GetValue(tokensOption));
            (string Architecture, string Model)[] models =
            [
                ("decoder-only", parsed.GetValue(decoderOption) ?? ArchitectureModels.LocateDecoderOnly()),
                ("prefix LM", parsed.GetValue(prefixOption) ?? ArchitectureModels.LocatePrefix()),
                ("encoder-decoder", parsed.GetValue(encoderOption) ?? ArchitectureModels.LocateEncoderDecoder()),
            ];
            ArchitectureComparison comparison = new(
                file.Source.Name,
                replay.Keystrokes,
                ReplayProgress.Run(
                    terminal.Error,
                    models,
                    model => model.Architecture,
                    (model, onProgress) => replay.Run(model.Architecture, model.Model, onProgress, cancellationToken)));

            if (parsed.GetValue(jsonOption))
                terminal.WriteReport(ExplainJson.Write(comparison));
            else
                ArchitectureComparisonPrinter.Print(terminal.Output, comparison);
            return ExitCode.Success;
        });
        return command;
    }

    private static Option<string?> Model(string name, string what) => new(name)
    {
        HelpName = "DIR",
        Description = $"The folder of {what} of your own, or its name in `models list`. Without it: a small one that comes with the program.",
    };
}
