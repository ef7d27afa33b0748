using System.CommandLine;
using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Inference;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.Commands.Complete;

/// <summary><c>lsp-completion complete</c>: one completion at one place.</summary>
internal static class CompleteCommand
{
    private const int SurroundingLines = 3;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        DecodingOptions defaults = new();
        Argument<SourceLocation> locationArgument = new("FILE:LINE:COLUMN")
        {
            Description = "Where to complete. Lines and columns count from 1.",
            CustomParser = argument =>
            {
                if (SourceLocation.TryParse(argument.Tokens[0].Value, out var location, out string? error))
                    return location;

                argument.AddError(error);
                return null;
            },
        };
        Option<bool> stdinOption = new("--stdin")
        {
            Description = "Take the text from standard input; FILE only names it.",
        };
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Option<bool> statsOption = new("--stats") { Description = "Print what the completion cost, too." };
        Option<int> maxLinesOption = CommandOptions.Number(
            "--max-lines", least: 0, defaults.MaxLines, "The most lines to write, the cursor's counted. 0: no limit.");
        Option<int> maxTokensOption = CommandOptions.Number(
            "--max-tokens", least: 1, defaults.MaxTokens, "The most tokens to write.");
        Option<string?> cSharpOption = new("--csharp")
        {
            HelpName = "DIR",
            Description = "Read the C# projects in a folder, and complete with what the compiler knows, as the server does.",
        };
        Option<string?> modelOption = CommandOptions.Model();
        Option<ExecutionProvider> providerOption = CommandOptions.Provider();
        Option<string?> languageOption = CommandOptions.Language();

        Command command = new("complete", "Prints the completion as it would stand in the file.")
        {
            locationArgument,
            stdinOption,
            jsonOption,
            statsOption,
            maxLinesOption,
            maxTokensOption,
            cSharpOption,
            modelOption,
            providerOption,
            languageOption,
        };
        command.SetAction(parsed =>
        {
            SourceLocation location = parsed.GetRequiredValue(locationArgument);
            SourceText source = parsed.GetValue(stdinOption)
                ? SourceReader.Read(terminal.Input, "standard input")
                : SourceReader.Read(location.File);
            string path = SourceLanguage.PathInLanguage(location.File, parsed.GetValue(languageOption));
            int cursor = source.OffsetOf(location.Line, location.Column);

            CompletionRequest request = new()
            {
                Path = ProjectPath.Of(path),
                Prefix = source.Text[..cursor],
                Suffix = source.Text[cursor..],
                Decoding = new DecodingOptions
                {
                    MaxLines = parsed.GetValue(maxLinesOption),
                    MaxTokens = parsed.GetValue(maxTokensOption),
                },
            };
            using CompletionEngine engine = CompletionEngine.Load(
                parsed.ModelDirectory(modelOption), new EngineOptions { ExecutionProvider = parsed.GetValue(providerOption) }, progress: null, cancellationToken);
            using Slot slot = engine.CreateSlot();
            (CompletionResult result, CheckVerdict? verdict) = parsed.GetValue(cSharpOption) is { } folder
                ? CSharpCompletion.Complete(engine, slot, request, folder, Path.GetFullPath(location.File), cancellationToken)
                : (engine.Complete(slot, request, onText: null, cancellationToken), null);

            if (parsed.GetValue(jsonOption))
            {
                terminal.WriteResult(CompleteJson.Write(CompletionReport.Of(location, result)));
            }
            else
            {
                CompletionPrinter.PrintCompletion(
                    terminal.Output, CompletionRendering.Render(source, cursor, result.Text, SurroundingLines), result);
            }

            if (parsed.GetValue(statsOption))
            {
                CompletionPrinter.PrintStats(terminal.Error, result);
                if (verdict is not null)
                    terminal.Error.Unwrapped().WriteLine($"checked: {verdict}");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
