using LspCompletion.Engine;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.Completion;

/// <summary>
/// The second stage: from a text that was kept to what is shown of it in the document as it is now. The second filter, the
/// compiler's check, and another candidate where that is better.
/// </summary>
/// <param name="writing">Writes other candidates for who asks by hand.</param>
/// <param name="clock">The time.</param>
internal sealed class Showing(Writing writing, TimeProvider clock)
{
    /// <summary>Says what is to be shown.</summary>
    /// <param name="asked">The place.</param>
    /// <param name="known">What was written there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Ended by the token.</exception>
    public async Task<Shown> ShowAsync(PlacedQuery asked, KnownSuggestion known, CancellationToken cancellationToken)
    {
        if (known.Text.Length == 0)
            return new Shown("", known.Silence ?? "nothing is left to suggest") { Filter = known.Filter };

        (CompletionQuery query, Place place, _, _) = asked;
        Surroundings around = asked.Surroundings();
        FilterResult fitted = SuggestionFilter.Apply(known.Text, around);
        if (fitted.IsDropped)
            return new Shown("", fitted.Explanation ?? "nothing of it fits") { Filter = fitted.Reason };

        string ofItem = query.Selected?.Text ?? "";
        double checkMs = 0;
        double writeMs = 0;
        CheckedText chosen = await CandidateRanking.ChooseAsync(
            place, around, fitted.Text, CheckAsync, query.Trigger == CompletionTrigger.Invoked ? WriteAnotherAsync : null).ConfigureAwait(false);
        bool isNothing = chosen.Text.Length <= ofItem.Length;
        return new Shown(isNothing ? "" : chosen.Text, isNothing ? chosen.Verdict.ToString() : null)
        {
            Filter = fitted.Reason,
            Check = chosen.Verdict,
            CheckMs = checkMs,
            ModelMs = writeMs,
        };

        async Task<CheckedText> CheckAsync(string candidate)
        {
            long start = clock.GetTimestamp();
            CheckedText checkedText = await asked.Insight.CheckAsync(
                query.Document,
                query.Selected?.Start ?? query.Offset,
                query.Selected?.End ?? query.Offset,
                ofItem + candidate,
                asked.Configuration.Settings,
                cancellationToken).ConfigureAwait(false);
            checkMs += clock.GetElapsedTime(start).TotalMilliseconds;
            return checkedText;
        }

        async Task<bool> WriteAnotherAsync(int candidate)
        {
            long start = clock.GetTimestamp();
            try
            {
                await writing.WriteAsync(asked, Candidate.Sampled(candidate), onText: null, Backends.Urgency.Interactive, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (Exception exception) when (exception is EngineException or Backends.BackendGoneException)
            {
                // What there is must do.
                return false;
            }
            finally
            {
                writeMs += clock.GetElapsedTime(start).TotalMilliseconds;
            }
        }
    }
}
