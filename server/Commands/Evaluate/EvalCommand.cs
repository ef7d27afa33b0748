using System.CommandLine;
using LspCompletion.Engine;
using LspCompletion.Engine.Inference;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.CSharp.Evaluation;
using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.Commands.Evaluate;

/// <summary><c>lsp-completion eval</c>: how good suggestions are in code that the user knows.</summary>
internal static class EvalCommand
{
    private const int DefaultCases = 500;
    private const int DefaultMaxTokens = 64;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Option<string> cSharpOption = new("--csharp")
        {
            HelpName = "DIR",
            Description = "The folder of C# projects: parts of their files are blanked out and written again.",
            Required = true,
        };
        Option<int> casesOption = CommandOptions.Number(
            "--cases", least: 1, DefaultCases, "The number of places to complete: rests of lines, lines and blocks.");
        Option<int> seedOption = CommandOptions.Number("--seed", least: 0, 1, "Chooses the places; the same seed chooses the same.");
        Option<int> maxTokensOption = CommandOptions.Number(
            "--max-tokens", least: 1, DefaultMaxTokens, "The most tokens of a suggestion.");
        Option<bool> worthOption = new("--worth") { Description = "Measure instead how much more probable each kind of context makes what stood there." };
        Option<string?> resultsOption = new("--results")
        {
            HelpName = "FILE",
            Description = "Keep what is done in a file, and go on from what is there.",
        };
        Option<bool> jsonOption = new("--json") { Description = "Print JSON, for machines." };
        Option<string?> modelOption = CommandOptions.Model();
        Option<ExecutionProvider> providerOption = CommandOptions.Provider();

        Command command = new("eval", "Completes parts of your own code and compares with what stood there.")
        {
            cSharpOption,
            casesOption,
            seedOption,
            maxTokensOption,
            worthOption,
            resultsOption,
            jsonOption,
            modelOption,
            providerOption,
        };
        command.SetAction(parsed =>
        {
            var options = new EvaluationOptions(
                parsed.GetRequiredValue(cSharpOption),
                parsed.GetValue(casesOption),
                parsed.GetValue(seedOption),
                parsed.GetValue(maxTokensOption),
                parsed.GetValue(resultsOption));
            using CompletionEngine engine = CompletionEngine.Load(
                parsed.ModelDirectory(modelOption), new EngineOptions { ExecutionProvider = parsed.GetValue(providerOption) }, progress: null, cancellationToken);
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
}
