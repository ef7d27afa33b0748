using System.Diagnostics;
using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis.Text;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>
/// Blanks out parts of C# files, completes them with one part after the other at work, and compares with what stood there.
/// Whether a suggestion binds is found by a full compilation of its project.
/// </summary>
/// <param name="engine">The engine; the evaluator is its only user meanwhile.</param>
/// <param name="options">What to evaluate.</param>
internal sealed class CSharpEvaluator(CompletionEngine engine, EvaluationOptions options)
{
    /// <summary>Evaluates.</summary>
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
        using Slot plain = engine.CreateSlot();
        using Slot withContext = engine.CreateSlot();
        int done = 0;
        foreach (EvaluationCase one in folder.Cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!results.Done.Contains(one.Id))
                results.Add(Evaluate(folder, folder.Blank(one), plain, withContext, cancellationToken));
            onProgress((double)++done / folder.Cases.Count);
        }

        HashSet<string> chosen = [.. folder.Cases.Select(one => one.Id)];
        return EvaluationReport.Of(
            options.Folder, model, options.Seed, [.. results.All.Where(result => chosen.Contains(result.Case))]);
    }

    private List<CaseResult> Evaluate(
        EvaluationFolder folder, BlankedPlace place, Slot plain, Slot withContext, CancellationToken cancellationToken)
    {
        (EvaluationCase one, string wanted, _, CSharpDocument document, CompletionRequest request) = place;
        var errors = new FullCompilation(document, one.Start);
        List<CaseResult> results = [];
        var clock = Stopwatch.StartNew();
        CompletionResult result = engine.Complete(plain, request, onText: null, cancellationToken);
        Add(EvaluatedPart.Plain, Filter(result), clock.Elapsed.TotalMilliseconds);

        clock.Restart();
        IReadOnlyList<ContextFile> context = folder.ContextAt(place, cancellationToken).Files;
        double contextMs = clock.Elapsed.TotalMilliseconds;
        request = request with { Context = context };
        result = engine.Complete(withContext, request, onText: null, cancellationToken);
        Add(EvaluatedPart.Context, Filter(result), contextMs);

        var guide = new CSharpNameGuide(document, one.Start, typed: "", cancellationToken);
        result = engine.Complete(withContext, request with { Guide = guide }, onText: null, cancellationToken);
        Add(EvaluatedPart.Guided, Filter(result), guide.Elapsed.TotalMilliseconds / Math.Max(1, result.Tokens.Count));

        var check = new BindingCheck();
        clock.Restart();
        (CheckVerdict? verdict, string kept) = Check(Filter(result));
        Add(EvaluatedPart.Check, kept, clock.Elapsed.TotalMilliseconds, verdict);

        clock.Restart();
        (CheckVerdict? Verdict, string Text) best = (verdict, kept);
        for (int i = 1; i <= Sampling.Candidates && best.Verdict?.Outcome is CheckOutcome.Cut or CheckOutcome.Dropped; i++)
        {
            result = engine.Complete(
                withContext, request with { Guide = guide, Decoding = Sampling.For(request.Decoding, i) }, onText: null, cancellationToken);
            (CheckVerdict? Verdict, string Text) candidate = Check(Filter(result));
            if (candidate.Verdict?.Outcome == CheckOutcome.Bound)
                best = candidate;
        }

        Add(EvaluatedPart.Ranked, best.Text, clock.Elapsed.TotalMilliseconds, best.Verdict);
        folder.Restore();
        return results;

        (CheckVerdict?, string) Check(string suggestion) =>
            suggestion.Length == 0 ? (null, "") : check.Run(document, new TextSpan(one.Start, 0), suggestion, cancellationToken);

        string Filter(CompletionResult completion)
        {
            string candidate = CandidateFilter.Apply(
                completion.Text, completion.MeanLogProbability, ServerSettings.Default.ConfidenceThreshold).Text;
            return candidate.Length == 0 ? "" : SuggestionFilter.Apply(candidate, request.Prefix, request.Suffix).Text;
        }

        void Add(EvaluatedPart part, string shown, double addedMs, CheckVerdict? checkVerdict = null) => results.Add(new CaseResult(
            one.Id,
            one.Kind,
            part,
            shown.Length > 0,
            shown.AsSpan().Trim().SequenceEqual(wanted.AsSpan().Trim()),
            shown.Length == 0 ? 0 : EditSimilarity.Of(shown.AsSpan().Trim(), wanted.AsSpan().Trim()),
            shown.Length == 0 ? [] : errors.BroughtBy(shown, cancellationToken),
            addedMs,
            result.Tokens.Count,
            checkVerdict?.ToString()));
    }
}
