using System.CommandLine;
using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Inference;
using LspCompletion.Server.Calibration;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Commands.Doctor;

/// <summary>
/// <c>lsp-completion measure</c>: measures a model on one execution provider. It is for <see cref="DeviceProbe"/>, which
/// starts it in a process of its own, and not shown to users.
/// </summary>
internal static class MeasureCommand
{
    private const int WrittenTokens = 16;

    /// <summary>What is completed, twice: code like any other, of about a hundred tokens.</summary>
    private const string Text = """
        public sealed class Inventory
        {
            private readonly Dictionary<string, int> _pieces = new();

            public void Add(string name, int count)
            {
                _pieces[name] = _pieces.GetValueOrDefault(name) + count;
            }

            public bool Remove(string name, int count)
            {
                if (_pieces.GetValueOrDefault(name) < count)
                    return false;

                _pieces[name] -= count;
                return true;
            }

            public int Total()
            {
                int total =
        """;

    /// <summary>Describes the command and what it does.</summary>
    public static Command Create(Terminal terminal, CancellationToken cancellationToken)
    {
        Option<string?> modelOption = CommandOptions.Model();
        Option<ExecutionProvider> providerOption = CommandOptions.Provider();
        Option<int> roundsOption = CommandOptions.Number("--rounds", least: 1, 1, "Completions that are measured.");
        Command command = new("measure", "Measures a model on one execution provider.") { modelOption, providerOption, roundsOption };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            Measurement measurement = Measure(
                parsed.ModelDirectory(modelOption), parsed.GetValue(providerOption), parsed.GetValue(roundsOption), cancellationToken);
            terminal.WriteReport(JsonSerializer.Serialize(measurement, MeasurementJson.Default.Measurement));
            return ExitCode.Success;
        });
        return command;
    }

    private static Measurement Measure(string model, ExecutionProvider provider, int count, CancellationToken cancellationToken)
    {
        using CompletionEngine engine = CompletionEngine.Load(
            model, new EngineOptions { ExecutionProvider = provider }, progress: null, cancellationToken);
        CompletionRequest request = new()
        {
            Path = "Inventory.cs",
            Prefix = Text,
            Suffix = "\n    }\n}\n",
            Decoding = new DecodingOptions { MaxTokens = WrittenTokens, MaxLines = 0, MaxDraftTokens = 0, HealTokens = false },
        };

        // The first of several rounds prepares what later ones use again.
        List<CompletionStats> rounds = [];
        for (int i = count > 1 ? -1 : 0; i < count; i++)
        {
            using Slot slot = engine.CreateSlot();
            CompletionStats stats = engine.Complete(slot, request, onText: null, cancellationToken).Stats;
            if (i >= 0)
                rounds.Add(stats);
        }

        return new Measurement(
            provider,
            Median(stats => stats.PromptMs / Math.Max(1, stats.ComputedTokens)),
            Median(stats => (stats.TotalMs - stats.PromptMs) / Math.Max(1, stats.GeneratedTokens)));

        double Median(Func<CompletionStats, double> figure) => rounds.Select(figure).Order().ElementAt(count / 2);
    }
}
