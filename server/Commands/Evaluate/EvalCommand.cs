using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using LspCompletion.Engine;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Memory;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.CSharp.Evaluation;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Evaluation;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Commands.Evaluate;

/// <summary><c>lsp-completion eval</c>: how good suggestions are in code that the user knows.</summary>
internal static class EvalCommand
{
    private const int DefaultCases = 500;
    private const int DefaultMaxTokens = 64;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string?> folderArgument = new("DIR")
        {
            Description = "The folder of source files in any language: lines of them are blanked out and written again.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> cSharpOption = new("--csharp")
        {
            HelpName = "DIR",
            Description = "A folder of C# projects instead: tells what each part of the server adds there, and what binds.",
        };
        Option<int> casesOption = CommandOptions.Number(
            "--cases", least: 1, DefaultCases, "The number of places to complete: rests of lines and lines, in C# projects blocks, too.");
        Option<int> seedOption = CommandOptions.Number("--seed", least: 0, 1, "Chooses the places; the same seed chooses the same.");
        Option<int> maxTokensOption = CommandOptions.Number(
            "--max-tokens", least: 1, DefaultMaxTokens, "The most tokens of a suggestion.");
        Option<bool> worthOption = new("--worth") { Description = "With --csharp: measure instead how much more probable each kind of context makes what stood there." };
        Option<string?> resultsOption = new("--results")
        {
            HelpName = "FILE",
            Description = "With --csharp: keep what is done in a file, and go on from what is there.",
        };
        Option<bool> historyOption = new("--history")
        {
            Description = "Write lines that the latest commits of the folder's Git repository added, instead of lines that are blanked out. C#'s compiler has no part in it.",
        };
        Option<string[]> setOption = SettingsOption("--set", "Set a setting for the evaluation.");
        Option<string[]> againstOption = SettingsOption("--against", "Complete everything once more with this setting, and compare.");
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Option<string?> modelOption = CommandOptions.Model();
        Option<ExecutionProvider> providerOption = CommandOptions.Provider();

        Command command = new("eval", "Completes parts of your own code and compares with what stood there.")
        {
            folderArgument,
            cSharpOption,
            casesOption,
            seedOption,
            maxTokensOption,
            worthOption,
            resultsOption,
            historyOption,
            setOption,
            againstOption,
            jsonOption,
            modelOption,
            providerOption,
        };
        command.Validators.Add(result =>
        {
            bool isCSharp = result.GetValue(cSharpOption) is not null;
            if (isCSharp == (result.GetValue(folderArgument) is not null))
                result.AddError("eval takes one folder: name it alone for any language, or behind --csharp for C# projects.");
            else if (!isCSharp && (result.GetValue(worthOption) || result.GetValue(resultsOption) is not null))
                result.AddError("--worth and --results go with --csharp.");
            else if (isCSharp && (result.GetValue(historyOption) || result.GetValue(againstOption) is { Length: > 0 }))
                result.AddError("--history and --against don't go with --csharp.");
        });
        command.SetAction(parsed =>
        {
            var options = new EvaluationOptions(
                parsed.GetValue(cSharpOption) ?? parsed.GetRequiredValue(folderArgument)!,
                parsed.GetValue(casesOption),
                parsed.GetValue(seedOption),
                parsed.GetValue(maxTokensOption),
                parsed.GetValue(resultsOption));
            options = options with { Settings = SettingsOf(parsed.GetValue(setOption), options.Settings) };
            if (parsed.GetValue(againstOption) is { Length: > 0 } against)
                options = options with { Against = SettingsOf(against, options.Settings) };
            using CompletionEngine engine = CompletionEngine.Load(
                parsed.ModelDirectory(modelOption), new EngineOptions { ExecutionProvider = parsed.GetValue(providerOption) }, progress: null, cancellationToken);
            if (parsed.GetValue(cSharpOption) is null)
            {
                LanguagesReport languages = Run((onProgress, cancellation) => EvaluateAsync(
                    engine, options, parsed.GetValue(historyOption), onProgress, cancellation).GetAwaiter().GetResult());
                if (parsed.GetValue(jsonOption))
                    terminal.WriteReport(EvaluateJson.Write(languages));
                else
                    EvaluationPrinter.Print(terminal.Output, languages);
                return ExitCode.Success;
            }

            if (parsed.GetValue(worthOption))
            {
                ContextWorthReport worth = Run(new ContextWorth(engine, options).Run);
                if (parsed.GetValue(jsonOption))
                    terminal.WriteReport(EvaluateJson.Write(worth));
                else
                    EvaluationPrinter.Print(terminal.Output, worth);
                return ExitCode.Success;
            }

            EvaluationReport report = Run(new CSharpEvaluator(engine, options).Run);
            if (parsed.GetValue(jsonOption))
                terminal.WriteReport(EvaluateJson.Write(report));
            else
                EvaluationPrinter.Print(terminal.Output, report);
            return ExitCode.Success;

            T Run<T>(Func<Action<double>, CancellationToken, T> evaluate) => WorkProgress.Run(
                terminal.Error, options.Folder, progress => evaluate(share => progress?.Report(share), cancellationToken));
        });
        return command;
    }

    private static Option<string[]> SettingsOption(string name, string description)
    {
        Option<string[]> option = new(name) { HelpName = "SETTING=VALUE", Description = description };
        option.Validators.Add(result =>
        {
            try
            {
                SettingsOf(result.GetValueOrDefault<string[]>(), ServerSettings.Default);
            }
            catch (EngineException exception)
            {
                result.AddError(exception.Message);
            }
        });
        return option;
    }

    /// <summary>Settings with some of them changed.</summary>
    /// <exception cref="EngineException">There is no such setting, or the value is none of its values.</exception>
    private static ServerSettings SettingsOf(string[]? changes, ServerSettings basis)
    {
        JsonObject section = [];
        foreach (string change in changes ?? [])
        {
            if (change.Split('=', 2) is not [string key, string value])
                throw new EngineException($"{change} sets nothing: write SETTING=VALUE.");
            section[key] = JsonTextOf(value);
        }

        SettingsReading reading = SettingsReader.Read(JsonSerializer.SerializeToElement(section), basis, isUsers: true);
        return reading.Problems is [string problem, ..] ? throw new EngineException(problem) : reading.Settings;
    }

    /// <summary>A value as JSON: what isn't any is text.</summary>
    private static JsonNode? JsonTextOf(string value)
    {
        try
        {
            return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static async Task<LanguagesReport> EvaluateAsync(
        CompletionEngine engine, EvaluationOptions options, bool isHistory, Action<double> onProgress, CancellationToken cancellationToken)
    {
        WorkspaceConfiguration configuration = EvaluationSources.ConfigurationOf(options.Folder);
        using var backend = new EngineBackend(engine);
        if (isHistory)
        {
            var index = new ProjectMemoryIndex(engine.VocabularySize, (long)options.Settings.ProjectMemoryMB << 20);
            using var history = new GitHistory(options, configuration, index, engine.Encode, project => backend.Project = project);
            return await new LanguagesEvaluator(backend, engine.Manifest.Name, _ => Task.FromResult<IDocumentInsight>(NoInsight.Instance))
                .RunAsync(options, history.Choose(cancellationToken), [], onProgress, cancellationToken).ConfigureAwait(false);
        }

        FolderFiles found = FolderFiles.Read(options.Folder, configuration, options.Seed, cancellationToken);
        var sources = new EvaluationSources(options, found.Files);
        PlaceInFiles[] places =
        [
            .. PlaceSampler.Choose(sources.Texts, options.Cases, options.Seed).Select(one => new PlaceInFiles(one, () => sources)),
        ];
        using var compiler = new CSharpInsight(configuration, TimeProvider.System, _ => { });
        using var insights = new LanguageInsights([compiler]);
        return await new LanguagesEvaluator(backend, engine.Manifest.Name, OpenAsync)
            .RunAsync(options, places, found.Failures, onProgress, cancellationToken).ConfigureAwait(false);

        async Task<IDocumentInsight> OpenAsync(DocumentSnapshot document)
        {
            IDocumentInsight insight = insights.Open(document);
            await compiler.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
            return insight;
        }
    }
}
