using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;

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
    /// <param name="sources">Its files.</param>
    /// <param name="failures">What went wrong before.</param>
    /// <param name="onProgress">Told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">There is nothing to evaluate.</exception>
    public async Task<LanguagesReport> RunAsync(
        EvaluationOptions options,
        EvaluationSources sources,
        IReadOnlyList<string> failures,
        Action<double> onProgress,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationCase> cases = PlaceSampler.Choose(sources.Texts, options.Cases, options.Seed);
        if (cases.Count == 0)
        {
            throw new EngineException(
                $"{options.Folder} holds no source files in which suggestions are shown{(failures.Count > 0 ? $" ({failures[0]})" : "")}: name another folder.");
        }

        List<PlaceResult> results = [];
        List<string> failed = [.. failures];
        foreach (EvaluationCase one in cases)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                results.Add(await EvaluateAsync(sources, one, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failed.Add($"{one.Id}: {exception.GetType().Name}: {exception.Message}");
            }

            onProgress((double)(results.Count + failed.Count - failures.Count) / cases.Count);
        }

        return LanguagesReport.Of(options.Folder, model, options.Seed, results, failed);
    }

    private async Task<PlaceResult> EvaluateAsync(EvaluationSources sources, EvaluationCase one, CancellationToken cancellationToken)
    {
        BlankedPlace place = sources.Blank(one);
        using IDocumentInsight insight = await open(place.Query.Document).ConfigureAwait(false);
        DocumentContext context = await sources.ContextAtAsync(place, insight, cancellationToken).ConfigureAwait(false);
        (Written written, Shown shown) = await new UnhurriedCompletion(backend, TimeProvider.System).CompleteAsync(
            place.Query, sources.Configuration(sources.Settings(one)), insight, context.Files, cancellationToken).ConfigureAwait(false);
        return PlaceResult.Of(place, written, shown);
    }
}
