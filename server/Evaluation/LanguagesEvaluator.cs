using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Evaluation;

/// <summary>
/// Blanks out lines of files in any language, completes them by the server's own stages as if somebody typed there, and
/// compares with what stood there.
/// </summary>
/// <param name="backend">Writes.</param>
/// <param name="model">The model's name.</param>
/// <param name="open">Opens a document for what a compiler knows of it, until that is disposed of.</param>
internal sealed class LanguagesEvaluator(IBackend backend, string model, Func<DocumentSnapshot, Task<IDocumentInsight>> open)
{
    /// <summary>Evaluates. A place that fails is counted, and the next one goes on.</summary>
    /// <param name="options">What to evaluate.</param>
    /// <param name="places">The places.</param>
    /// <param name="failures">What went wrong before.</param>
    /// <param name="onProgress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">There is nothing to evaluate.</exception>
    public async Task<LanguagesReport> RunAsync(
        EvaluationOptions options,
        IReadOnlyList<PlaceInFiles> places,
        IReadOnlyList<string> failures,
        Action<double> onProgress,
        CancellationToken cancellationToken)
    {
        if (places.Count == 0)
        {
            throw new EngineException(
                $"{options.Folder} holds no source files in which suggestions are shown{(failures.Count > 0 ? $" ({failures[0]})" : "")}: name another folder.");
        }

        List<PlaceResult> results = [];
        List<PlaceResult> against = [];
        List<string> failed = [.. failures];
        foreach (PlaceInFiles one in places)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                EvaluationSources sources = one.Sources();
                if (options.Settings.Memory == MemoryReach.Project || options.Against?.Memory == MemoryReach.Project)
                    one.Remember();
                PlaceResult result = await EvaluateAsync(sources, one.Case, options.Settings, cancellationToken).ConfigureAwait(false);
                if (options.Against is { } others)
                    against.Add(await EvaluateAsync(sources, one.Case, others, cancellationToken).ConfigureAwait(false));
                results.Add(result);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failed.Add($"{one.Case.Id}: {exception.GetType().Name}: {exception.Message}");
            }

            onProgress((double)(results.Count + failed.Count - failures.Count) / places.Count);
        }

        return LanguagesReport.Of(
            options.Folder, model, options.Seed, results, failed, options.Against is null ? null : OutcomeComparison.Of(results, against));
    }

    private async Task<PlaceResult> EvaluateAsync(
        EvaluationSources sources, EvaluationCase one, ServerSettings settings, CancellationToken cancellationToken)
    {
        BlankedPlace place = sources.Blank(one);

        // Each place is a new one, also where it was completed by other settings just now.
        backend.Forget(place.Query.Document.Uri);
        using IDocumentInsight insight = await open(place.Query.Document).ConfigureAwait(false);
        DocumentContext context = await sources.ContextAtAsync(place, insight, cancellationToken).ConfigureAwait(false);
        (Written written, Shown shown) = await new UnhurriedCompletion(backend, TimeProvider.System).CompleteAsync(
            place.Query, sources.Configuration(sources.Settings(one, settings)), insight, context.Files, cancellationToken).ConfigureAwait(false);
        return PlaceResult.Of(place, written, shown);
    }
}
