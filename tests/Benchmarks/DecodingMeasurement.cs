using System.Diagnostics;
using System.Globalization;
using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Tests;

namespace LspCompletion.Benchmarks;

/// <summary>
/// What a written token costs at places in this repository's own code, once the prompt is warm: by ONNX Runtime a token
/// a step, by the engine without drafts and with them, in turns.
/// </summary>
/// <param name="Lines">The most lines of the completions.</param>
/// <param name="SessionMs">Milliseconds a token, a token a step; a median, as the others.</param>
/// <param name="UndraftedMs">The engine's, without drafts.</param>
/// <param name="DraftedMs">The engine's, with drafts.</param>
/// <param name="TokensPerStep">Tokens that a step with a draft gave, on average.</param>
internal sealed record DecodingMeasurement(
    int Lines, double SessionMs, double UndraftedMs, double DraftedMs, double TokensPerStep)
{
    /// <summary>Measures at as many places as there are repetitions.</summary>
    public static IReadOnlyList<DecodingMeasurement> Run(int repetitions)
    {
        using CompletionEngine engine = CompletionEngine.Load(
            DefaultModel.Locate(), new EngineOptions(), progress: null, CancellationToken.None);
        string graph = Path.Combine(RepositoryPaths.Root, "models", "default", "model.onnx");
        using ModelSession session = ModelSession.Load(graph, ExecutionProvider.Cpu, threads: 0, AttentionKind.Causal);
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, "engine"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)];
        return [.. new[] { 1, 8 }.Select(lines => Run(engine, session, sources, lines, repetitions))];
    }

    /// <summary>Prints a table.</summary>
    public static void Print(IReadOnlyList<DecodingMeasurement> measurements)
    {
        Console.WriteLine($"{"ms a written token",-34} {"session",11} {"no drafts",11} {"drafts",7} {"tokens a step",14}");
        foreach (DecodingMeasurement measurement in measurements)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{$"completions of at most {measurement.Lines} lines",-34} {measurement.SessionMs,11:F2} {measurement.UndraftedMs,11:F2} {measurement.DraftedMs,7:F2} {measurement.TokensPerStep,14:F2}"));
        }
    }

    private static DecodingMeasurement Run(
        CompletionEngine engine, ModelSession session, string[] sources, int lines, int repetitions)
    {
        var random = new Random(1);
        List<double> sessionMs = [];
        List<double> undraftedMs = [];
        List<double> draftedMs = [];
        int written = 0;
        int accepted = 0;
        using Slot slot = engine.CreateSlot();
        while (draftedMs.Count < repetitions)
        {
            string source = sources[random.Next(sources.Length)];
            int cursor = random.Next(source.Length / 4, source.Length);
            CompletionResult undrafted = Complete(engine, slot, source, cursor, lines, drafts: 0);
            if (undrafted.Tokens.Count < 2)
                continue;

            CompletionResult drafted = Complete(engine, slot, source, cursor, lines, DraftPolicy.MaxTokens);
            int promptLength = drafted.Stats.ReusedTokens + drafted.Stats.ComputedTokens;
            sessionMs.Add(DecodeAlone(session, slot.Tokens[..promptLength], undrafted.Tokens.Count));
            undraftedMs.Add(PerToken(undrafted));
            draftedMs.Add(PerToken(drafted));
            written += drafted.Tokens.Count;
            accepted += drafted.Stats.AcceptedTokens;
        }

        return new DecodingMeasurement(
            lines, Median(sessionMs), Median(undraftedMs), Median(draftedMs), (double)written / (written - accepted));
    }

    private static CompletionResult Complete(
        CompletionEngine engine, Slot slot, string source, int cursor, int lines, int drafts)
    {
        var request = new CompletionRequest
        {
            Path = "Sample.cs",
            Prefix = source[..cursor],
            Suffix = source[cursor..],
            Decoding = new DecodingOptions { MaxLines = lines, MaxDraftTokens = drafts },
        };
        slot.Clear();
        CompletionEngine.Warm(slot, engine.Prepare(request), CancellationToken.None);
        return engine.Complete(slot, request, onText: null, CancellationToken.None);
    }

    private static double PerToken(CompletionResult result) => result.Stats.TotalMs / result.Tokens.Count;

    /// <summary>Milliseconds a token of a loop that does nothing but run the model and choose, once a prompt is warm.</summary>
    private static double DecodeAlone(ModelSession session, ReadOnlySpan<int> prompt, int tokens)
    {
        using IKeyValueCache cache = session.CreateCache(2048);
        using var run = new CancellableRun(CancellationToken.None);
        using var chooser = new TokenChooser(new DecodingOptions(), session.Signature.VocabularySize);
        while (cache.Length < prompt.Length - 1)
        {
            int step = Math.Min(prompt.Length - 1 - cache.Length, session.MaxStepTokens);
            run.Extend(cache, prompt.Slice(cache.Length, step), source: 0, logitRows: 1);
        }

        int token = prompt[^1];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < tokens; i++)
            token = chooser.Choose(run.Extend(cache, [token], source: 0, logitRows: 1)).Token;
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / tokens;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
