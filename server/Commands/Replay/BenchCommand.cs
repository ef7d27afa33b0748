using System.CommandLine;
using LspCompletion.Engine;
using LspCompletion.Engine.Inference;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Replay;

/// <summary><c>lsp-completion bench</c>: types files through the engine and shows what that costs.</summary>
internal static class BenchCommand
{
    private const int DefaultKeystrokes = 400;
    private const int DefaultSample = 40;
    private const int DefaultMaxTokens = 48;
    private const int DefaultIntervalMs = 120;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Argument<string[]> filesArgument = new("FILE")
        {
            Description = "The files to type.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int?> fromOption = CommandOptions.OptionalNumber(
            "--from", least: 1, "The first line to type; what is before it stands there. Without it: behind the first quarter.");
        Option<int?> toOption = CommandOptions.OptionalNumber(
            "--to", least: 1, "The last line to type; what is after it stands there. Without it: before the last quarter.");
        Option<int> keystrokesOption = CommandOptions.Number(
            "--keystrokes", least: 0, DefaultKeystrokes, "The most keys to press in a file. 0: no limit.");
        Option<bool> noAcceptOption = new("--no-accept")
        {
            Description = "Type every character, even where the suggestion is right.",
        };
        Option<bool> noCacheOption = new("--no-cache")
        {
            Description = "Compute every prompt from nothing.",
        };
        Option<bool> compareOption = new("--compare")
        {
            Description = "Measure with and without the cache.",
        };
        Option<int> sampleOption = CommandOptions.Number(
            "--sample", least: 0, DefaultSample, "The number of completions to measure without the cache. 0: all.");
        Option<string?> plotOption = new("--plot")
        {
            HelpName = "FILE.png",
            Description = "Draw the prompt's cost against its length, with and without the cache. Implies --compare.",
        };
        Option<bool> serverOption = new("--server")
        {
            Description = "Type into a server of its own, as an editor does, by the user's settings.",
        };
        Option<int> intervalOption = CommandOptions.Number(
            "--interval", least: 0, DefaultIntervalMs, "With --server: milliseconds between two keys.");
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Option<int> maxTokensOption = CommandOptions.Number(
            "--max-tokens", least: 1, DefaultMaxTokens, "The most tokens of a completion.");
        Option<string?> modelOption = CommandOptions.Model();
        Option<ExecutionProvider> providerOption = CommandOptions.Provider();
        Option<string?> languageOption = CommandOptions.Language();

        Command command = new("bench", "Types files through the engine, key by key, and shows what that costs.")
        {
            filesArgument,
            fromOption,
            toOption,
            keystrokesOption,
            noAcceptOption,
            noCacheOption,
            compareOption,
            sampleOption,
            plotOption,
            serverOption,
            intervalOption,
            jsonOption,
            maxTokensOption,
            modelOption,
            providerOption,
            languageOption,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(noCacheOption) && (result.GetValue(compareOption) || result.GetValue(plotOption) is not null))
                result.AddError("--no-cache leaves nothing to compare: leave it out, or --compare and --plot.");
            if (result.GetValue(serverOption)
                && (result.GetValue(noCacheOption) || result.GetValue(compareOption) || result.GetValue(plotOption) is not null))
            {
                result.AddError("--server always uses its cache: leave out --no-cache, --compare and --plot.");
            }

            if (result.GetValue(serverOption)
                && (result.GetValue(modelOption) is not null || result.GetResult(providerOption) is not null))
            {
                result.AddError("--server goes by the user's settings: set model and executionProvider there, or leave out --server.");
            }
        });
        command.SetAction(parsed =>
        {
            string? language = parsed.GetValue(languageOption);
            string? plot = parsed.GetValue(plotOption);
            ReplayOptions options = new()
            {
                Modes = parsed.GetValue(noCacheOption) ? CacheModes.WithoutCache
                    : parsed.GetValue(compareOption) || plot is not null ? CacheModes.Both
                    : CacheModes.WithCache,
                AcceptsSuggestions = !parsed.GetValue(noAcceptOption),
                MostKeystrokes = parsed.GetValue(keystrokesOption),
                Sample = parsed.GetValue(sampleOption),
                MaxTokens = parsed.GetValue(maxTokensOption),
            };
            TypedFile[] files =
            [
                .. parsed.GetRequiredValue(filesArgument).Select(file => TypedFile.Read(
                    file, language, parsed.GetValue(fromOption), parsed.GetValue(toOption))),
            ];

            if (parsed.GetValue(serverOption))
            {
                TimeSpan interval = TimeSpan.FromMilliseconds(parsed.GetValue(intervalOption));
                ServerReplayReport served = TypeIntoServer(terminal, files, options, interval, cancellationToken);
                if (parsed.GetValue(jsonOption))
                    terminal.WriteReport(ReplayJson.Write(served));
                else
                    ServerReplayPrinter.Print(terminal.Output, served);
                return ExitCode.Success;
            }

            using CompletionEngine engine = CompletionEngine.Load(
                parsed.ModelDirectory(modelOption),
                new EngineOptions { ExecutionProvider = parsed.GetValue(providerOption) },
                progress: null,
                cancellationToken);
            FileReplayer replayer = new(engine, options);
            IReadOnlyList<FileReplay> replays = ReplayProgress.Run(
                terminal.Error, files, file => file.Source.Name, (file, onProgress) => replayer.Replay(file, onProgress, cancellationToken));

            ReplayReport report = ReplayReport.Of(replays);
            if (parsed.GetValue(jsonOption))
                terminal.WriteReport(ReplayJson.Write(report));
            else
                ReplayPrinter.Print(terminal.Output, report);

            if (plot is not null)
            {
                ReplayPlot.Save(plot, replays);
                terminal.Error.Unwrapped().WriteLine($"Drawn: {plot}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static ServerReplayReport TypeIntoServer(
        Terminal terminal,
        IReadOnlyList<TypedFile> files,
        ReplayOptions options,
        TimeSpan interval,
        CancellationToken cancellationToken)
    {
        using ReplayClient client = ReplayClient.StartAsync(cancellationToken).GetAwaiter().GetResult();
        ServerReplayer replayer = new(client, options, interval);
        return ServerReplayReport.Of(ReplayProgress.Run(
            terminal.Error, files, file => file.Source.Name, (file, onProgress) => replayer.Replay(file, onProgress, cancellationToken)));
    }
}
