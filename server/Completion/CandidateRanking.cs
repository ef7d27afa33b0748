using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Chooses among the texts that are known at a place. What binds is better than what doesn't; of what binds, the one written
/// last is, since most was known by then, and after that the most probable one.
/// </summary>
internal static class CandidateRanking
{
    /// <summary>Candidates that are checked at a place before the first one is taken as far as it binds.</summary>
    private const int MostChecked = 4;

    /// <summary>The most candidates that are written besides the most probable one; each takes about as long as that.</summary>
    private const int MostWritten = 2;

    /// <summary>Chooses.</summary>
    /// <param name="place">The place.</param>
    /// <param name="around">The text around it.</param>
    /// <param name="first">The text that was written there last.</param>
    /// <param name="check">Says what a compiler thinks of a text, and what is left of it.</param>
    /// <param name="write">
    /// Has another candidate written, by its number from 1, where no text binds, and says whether there may be one now;
    /// <see langword="null"/> if nobody waits for that.
    /// </param>
    /// <returns>What was chosen, as far as it is to be shown.</returns>
    public static async Task<CheckedText> ChooseAsync(
        Place place, Surroundings around, string first, Func<string, Task<CheckedText>> check, Func<int, Task<bool>>? write)
    {
        HashSet<string> tried = [first];
        CheckedText best = await check(first).ConfigureAwait(false);
        for (int written = 0; best.Verdict.Outcome is CheckOutcome.Cut or CheckOutcome.Dropped; written++)
        {
            foreach ((string text, double meanLogProbability) in place.Anchor.Suggestions.FindAll(place.Typed))
            {
                FilterResult kept = SuggestionFilter.Apply(text, around);
                if (kept.IsDropped || tried.Count > MostChecked || !tried.Add(kept.Text))
                    continue;

                CheckedText candidate = await check(kept.Text).ConfigureAwait(false);
                if (candidate.Verdict.Outcome == CheckOutcome.Bound)
                {
                    // Who types along it is to be shown it again.
                    place.Anchor.Suggestions.Add(place.Typed, text, silence: null, meanLogProbability);
                    return candidate;
                }
            }

            if (write is null || written == MostWritten || !await write(written + 1).ConfigureAwait(false))
                break;
        }

        return best;
    }
}
