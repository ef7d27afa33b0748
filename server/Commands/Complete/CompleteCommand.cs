using System.CommandLine;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Sources;
using LspCompletion.Server.Completion;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using SourceLanguage = LspCompletion.Server.Languages.SourceLanguage;

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
            CustomParser = SourceLocation.Read,
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
        Option<double> confidenceOption = CommandOptions.Real(
            "--confidence", least: -20, most: 0, ServerSettings.Default.ConfidenceThreshold,
            "Show nothing of which the model is less sure, see the setting confidenceThreshold. -20: show all.");
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
            confidenceOption,
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

            var document = new DocumentSnapshot
            {
                Uri = Path.GetFullPath(path),
                LanguageId = SourceLanguage.IdOf(path),
                Version = 1,
                Text = new DocumentText(source.Text),
            };
            ServerSettings settings = UnhurriedCompletion.Unhurried(ServerSettings.Default) with
            {
                MaxLines = parsed.GetValue(maxLinesOption),
                MaxTokens = parsed.GetValue(maxTokensOption),
                ConfidenceThreshold = parsed.GetValue(confidenceOption),
            };
            using CompletionEngine engine = CompletionEngine.Load(
                parsed.ModelDirectory(modelOption), new EngineOptions { ExecutionProvider = parsed.GetValue(providerOption) }, progress: null, cancellationToken);
            (Written written, Shown shown) = CompleteAsync(
                engine, new CompletionQuery(document, cursor, CompletionTrigger.Invoked, Selected: null), settings, parsed.GetValue(cSharpOption), cancellationToken)
                .GetAwaiter().GetResult();

            if (parsed.GetValue(jsonOption))
            {
                terminal.WriteReport(CompleteJson.Write(CompletionReport.Of(location, written, shown)));
            }
            else
            {
                CompletionPrinter.PrintCompletion(
                    terminal.Output, CompletionRendering.Render(source, cursor, shown.Text, SurroundingLines), shown.Reason);
            }

            if (parsed.GetValue(statsOption))
            {
                CompletionPrinter.PrintStats(terminal.Error, written.Result);
                if (shown.Check is { Outcome: not CheckOutcome.Unchecked } verdict)
                    terminal.Error.Unwrapped().WriteLine($"checked: {verdict}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<(Written Written, Shown Shown)> CompleteAsync(
        CompletionEngine engine, CompletionQuery query, ServerSettings settings, string? cSharpFolder, CancellationToken cancellationToken)
    {
        string folder = cSharpFolder is null ? ProjectPath.RootOf(query.Document.Uri) : Path.GetFullPath(cSharpFolder);
        if (!Directory.Exists(folder))
            throw new EngineException($"There is no folder {folder}: name one that holds C# projects.");

        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(
            settings with { CSharp = cSharpFolder is not null }, new WorkspaceFolders([folder]), TimeProvider.System);
        using var compiler = new CSharpInsight(configuration, TimeProvider.System, _ => { });
        using var insights = new LanguageInsights([compiler]);
        using IDocumentInsight insight = insights.Open(query.Document);
        await compiler.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ContextFile> declarations = await insight
            .DeclarationsAsync(query.Document, query.Offset, configuration, cancellationToken).ConfigureAwait(false);
        using var backend = new EngineBackend(engine);
        return await new UnhurriedCompletion(backend, TimeProvider.System)
            .CompleteAsync(query, configuration, insight, [.. declarations.Reverse()], cancellationToken).ConfigureAwait(false);
    }
}
