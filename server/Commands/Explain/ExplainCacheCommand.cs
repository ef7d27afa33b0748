using System.CommandLine;
using LspCompletion.Engine;
using LspCompletion.Engine.Explaining;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Replay;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Commands.Explain;

/// <summary><c>lsp-completion explain cache</c>: what each token costs with the key/value cache and without.</summary>
internal static class ExplainCacheCommand
{
    private const int DefaultTokens = 128;
    private const int DefaultLine = 8;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string> fileArgument = new("FILE") { Description = "The file that the model goes on with." };
        Option<int> lineOption = CommandOptions.Number(
            "--line", least: 1, DefaultLine, "The last line that the model is shown; what follows it, the model writes.");
        Option<int> tokensOption = CommandOptions.Number(
            "--tokens", least: CacheExplanation.LeastTokens, DefaultTokens, "How many tokens the model writes.");
        Option<string?> plotOption = new("--plot")
        {
            HelpName = "FILE.png",
            Description = "Draw what each token takes against the tokens before it.",
        };
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Option<string?> modelOption = CommandOptions.Model();
        Option<string?> languageOption = CommandOptions.Language();

        Command command = new("cache", "Writes the same text with the key/value cache and without, and shows what each token costs.")
        {
            fileArgument,
            lineOption,
            tokensOption,
            plotOption,
            jsonOption,
            modelOption,
            languageOption,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(fileArgument);
            SourceText source = SourceReader.Read(file);
            int shown = source.Line(Math.Min(parsed.GetValue(lineOption), source.LineCount)).End;
            CompletionRequest request = new()
            {
                Path = ProjectPath.Of(SourceLanguage.PathInLanguage(file, parsed.GetValue(languageOption))),
                Prefix = source.Text[..shown],
                Suffix = "",
            };

            using CompletionEngine engine = CompletionEngine.Load(
                parsed.ModelDirectory(modelOption), new EngineOptions(), progress: null, cancellationToken);
            GreedyLoop loop = new(engine, request, parsed.GetValue(tokensOption));
            IReadOnlyList<GreedyTrace> traces = ReplayProgress.Run(
                terminal.Error,
                [true, false],
                reuses => reuses ? "with the cache" : "without",
                (reuses, onProgress) => loop.Run(reuses, onProgress, cancellationToken));
            CacheExplanation explanation = CacheExplanation.Of(
                source.Name, engine.Manifest.Name, loop.PromptTokens, loop.Memory, traces[0], traces[1]);

            if (parsed.GetValue(jsonOption))
                terminal.WriteReport(ExplainJson.Write(explanation));
            else
                CacheExplanationPrinter.Print(terminal.Output, explanation);

            if (parsed.GetValue(plotOption) is { } plot)
            {
                CachePlot.Save(plot, traces[0], traces[1]);
                terminal.Error.Unwrapped().WriteLine($"Drawn: {plot}");
            }

            return ExitCode.Success;
        });
        return command;
    }
}
