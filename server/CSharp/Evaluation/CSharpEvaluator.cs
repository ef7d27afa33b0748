using System.Diagnostics;
using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Evaluation;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>
/// Blanks out parts of C# files, completes them by the server's own stages with one part after the other at work, and
/// compares with what stood there. Whether a suggestion binds is found by a full compilation of its project.
/// </summary>
/// <param name="engine">The engine; the evaluator is its only user meanwhile.</param>
/// <param name="options">What to evaluate.</param>
internal sealed class CSharpEvaluator(CompletionEngine engine, EvaluationOptions options)
{
    /// <summary>Evaluates. A case that fails is counted, and the next one goes on.</summary>
    /// <param name="onProgress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it; what is done is in the results file.</param>
    /// <exception cref="EngineException">There is nothing to evaluate, or the results file is of another run.</exception>
    public EvaluationReport Run(Action<double> onProgress, CancellationToken cancellationToken)
    {
        using var folder = new EvaluationFolder(options, cancellationToken);
        string model = engine.Manifest.Name;
        string run = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["folder"] = Path.GetFileName(options.Folder),
            ["model"] = model,
            ["seed"] = options.Seed,
            ["maxTokens"] = options.MaxTokens,
        });
        using var results = EvaluationResults.Open(options.ResultsFile, run);
        using var plain = new EngineBackend(engine);
        using var withContext = new EngineBackend(engine);
        List<string> failures = [];
        int done = 0;
        foreach (EvaluationCase one in folder.Cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (!results.Done.Contains(one.Id))
                    results.Add(EvaluateAsync(folder, one, plain, withContext, cancellationToken).GetAwaiter().GetResult());
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failures.Add($"{one.Id}: {exception.GetType().Name}: {exception.Message}");
            }

            onProgress((double)++done / folder.Cases.Count);
        }

        HashSet<string> chosen = [.. folder.Cases.Select(one => one.Id)];
        return EvaluationReport.Of(
            options.Folder, model, options.Seed, [.. results.All.Where(result => chosen.Contains(result.Case))], failures);
    }

    private static async Task<List<CaseResult>> EvaluateAsync(
        EvaluationFolder folder, EvaluationCase one, EngineBackend plain, EngineBackend withContext, CancellationToken cancellationToken)
    {
        using CompiledPlace place = folder.Blank(one);
        EvaluationSources sources = folder.Sources;
        var errors = new FullCompilation(place.Document, one.Start);
        var clock = Stopwatch.StartNew();
        IReadOnlyList<ContextFile> context = (await sources.ContextAtAsync(place.Blanked, place.Insight, cancellationToken).ConfigureAwait(false)).Files;
        double contextMs = clock.Elapsed.TotalMilliseconds;

        ServerSettings alone = sources.Settings(one) with { CSharpGuided = false, CSharpCheck = false };
        ServerSettings guided = alone with { CSharpGuided = true };
        ServerSettings whole = guided with { CSharpCheck = true };
        return
        [
            await CompleteAsync(EvaluatedPart.Plain, alone, CompletionTrigger.Automatic, plain, []).ConfigureAwait(false),
            await CompleteAsync(EvaluatedPart.Context, alone, CompletionTrigger.Automatic, withContext, context).ConfigureAwait(false),
            await CompleteAsync(EvaluatedPart.Guided, guided, CompletionTrigger.Automatic, withContext, context).ConfigureAwait(false),
            await CompleteAsync(EvaluatedPart.Check, whole, CompletionTrigger.Automatic, withContext, context).ConfigureAwait(false),
            await CompleteAsync(EvaluatedPart.Ranked, whole, CompletionTrigger.Invoked, withContext, context).ConfigureAwait(false),
        ];

        async Task<CaseResult> CompleteAsync(
            EvaluatedPart part, ServerSettings settings, CompletionTrigger trigger, EngineBackend backend, IReadOnlyList<ContextFile> files)
        {
            var insight = new MeasuredInsight(place.Insight);
            long start = Stopwatch.GetTimestamp();
            (Written written, Shown shown) = await new UnhurriedCompletion(backend, TimeProvider.System).CompleteAsync(
                place.Blanked.Query with { Trigger = trigger }, sources.Configuration(settings), insight, files, cancellationToken).ConfigureAwait(false);
            double addedMs = part switch
            {
                EvaluatedPart.Plain => Stopwatch.GetElapsedTime(start).TotalMilliseconds,
                EvaluatedPart.Context => contextMs,
                EvaluatedPart.Guided => insight.GuideTime.TotalMilliseconds / Math.Max(1, written.Result.Tokens.Count),
                EvaluatedPart.Check => shown.CheckMs,
                EvaluatedPart.Ranked => shown.CheckMs + shown.ModelMs,
                _ => throw new InvalidOperationException($"{part} takes no time of its own."),
            };
            string text = shown.Text;
            return new CaseResult(
                one.Id,
                one.Kind,
                part,
                text.Length > 0,
                text.AsSpan().Trim().SequenceEqual(place.Blanked.Wanted.AsSpan().Trim()),
                text.Length == 0 ? 0 : EditSimilarity.Of(text.AsSpan().Trim(), place.Blanked.Wanted.AsSpan().Trim()),
                text.Length == 0 ? [] : errors.BroughtBy(text, cancellationToken),
                addedMs,
                written.Result.Tokens.Count,
                settings.CSharpCheck ? shown.Check?.ToString() : null);
        }
    }
}
