using System.Globalization;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion.Filters;

namespace LspCompletion.Server.Completion;

/// <summary>
/// The first stage: from a place to a text that is worth keeping. Guide, request, backend, the first filter, and the
/// anchor's suggestions, which remember it. What is shown of it is <see cref="Showing"/>'s business.
/// </summary>
/// <param name="backend">
/// What writes, as it is now. Throws <see cref="BackendGoneException"/> where there is none.
/// </param>
internal sealed class Writing(Func<IBackend> backend)
{
    /// <summary>Writes at a place.</summary>
    /// <param name="asked">The place, and all that answers there.</param>
    /// <param name="candidate">Which text.</param>
    /// <param name="onText">Is given the text piece by piece, on any thread; <see langword="null"/> if nobody asks.</param>
    /// <param name="urgency">Whether somebody waits: idle work has no time limit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">It can't be written; the message says why.</exception>
    /// <exception cref="BackendGoneException">There is nothing any more that writes.</exception>
    /// <exception cref="OvertakenException">Idle work gave way to work that somebody waits for.</exception>
    /// <exception cref="OperationCanceledException">Ended by the token.</exception>
    public async Task<Written> WriteAsync(
        PlacedQuery asked, Candidate candidate, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        (CompletionQuery query, Place place, var configuration, var insight) = asked;
        INameGuide? guide = insight.GuideAt(query.Document, place.Anchor.Offset, place.Typed, configuration.Settings);
        CompletionRequest request = asked.Request(
            urgency == Urgency.Idle ? null : TimeSpan.FromMilliseconds(configuration.Settings.TimeLimitMs));
        request = request with { Decoding = candidate.Apply(request.Decoding), Guide = guide };
        CompletionResult result = await backend()
            .CompleteAsync(query.Document.Uri, request, onText, urgency, cancellationToken).ConfigureAwait(false);

        // Other texts are written for who asks for more, by hand: they are less probable by nature.
        double threshold = configuration.Settings.ConfidenceThreshold * (candidate.IsLikeliest ? 1 : 2);
        FilterResult kept = CandidateFilter.Apply(result.Text, Confidence.Of(result.Text, result.LogProbabilities), threshold, asked.Surroundings());
        var written = new Written(
            new KnownSuggestion(kept.Text, kept.IsDropped ? Silence(result, kept) : null)
            {
                Filter = kept.IsDropped && result.Text.Length > 0 ? kept.Reason : null,
                IsCut = result.Stop == StopReason.TimeLimit,
            },
            result);

        // What a limit cut is not what the model has to say: it answers who waited, and nobody else.
        if (!written.Kept.IsCut && (candidate.IsLikeliest || !kept.IsDropped))
        {
            place.Anchor.Suggestions.Add(
                place.Typed, written.Kept.Text, written.Kept.Silence, result.MeanLogProbability, written.Kept.Filter);
        }

        return written;
    }

    /// <summary>Computes a place's prompt in idle time, so that writing there later has nothing left to compute.</summary>
    /// <exception cref="EngineException">It can't be computed.</exception>
    /// <exception cref="BackendGoneException">There is nothing any more that writes.</exception>
    /// <exception cref="OvertakenException">It gave way to work that somebody waits for.</exception>
    /// <exception cref="OperationCanceledException">Ended by the token.</exception>
    public Task WarmAsync(PlacedQuery asked, CancellationToken cancellationToken) =>
        backend().WarmAsync(asked.Query.Document.Uri, asked.Request(timeLimit: null), cancellationToken);

    private static string? Silence(CompletionResult result, FilterResult kept)
    {
        if (result.Text.Length > 0)
            return kept.Explanation;
        if (result.Stop != StopReason.TimeLimit)
            return "the model has nothing to say here";

        CompletionStats stats = result.Stats;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"timeLimitMs ended it before the first word; {stats.ReusedTokens + stats.ComputedTokens} tokens of the prompt are computed, and the next request goes on from there");
    }
}
