using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Finds further suggestions for who asks by hand and can choose: what was written at the place before, and what the model
/// writes where it takes another way. Each passes the filters and the check as the first one does.
/// </summary>
/// <param name="writing">Writes them.</param>
/// <param name="showing">Says what of them is shown.</param>
/// <param name="clock">The time.</param>
internal sealed class Alternatives(Writing writing, Showing showing, TimeProvider clock)
{
    /// <summary>The most that are written, whatever comes of them; each takes about as long as the first suggestion.</summary>
    private const int MostWritten = 3;

    /// <summary>Finds them. All together may take as long as one suggestion may.</summary>
    /// <param name="asked">The place, and how many are wanted in all.</param>
    /// <param name="known">What was written there: it stays what is shown there next.</param>
    /// <param name="first">What is shown of that.</param>
    /// <param name="cancellationToken">Ends it; what was found by then is returned.</param>
    public async Task<IReadOnlyList<string>> FindAsync(PlacedQuery asked, string known, string first, CancellationToken cancellationToken)
    {
        SuggestionTrie suggestions = asked.Place.Anchor.Suggestions;
        string typed = asked.Place.Typed;
        long start = clock.GetTimestamp();
        List<string> found = [first];
        try
        {
            foreach ((string text, _) in suggestions.FindAll(typed))
                await AddAsync(new KnownSuggestion(text, null)).ConfigureAwait(false);

            for (int number = 1; number <= MostWritten && found.Count < asked.Query.MostSuggestions && Hurried() is { } hurried; number++)
            {
                Written written = await writing.WriteAsync(
                    hurried, Candidate.Alternative(number), onText: null, Urgency.Interactive, cancellationToken).ConfigureAwait(false);
                if (written.Kept.IsCut)
                    break;
                await AddAsync(written.Kept).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is EngineException or BackendGoneException or OperationCanceledException)
        {
            // What there is must do.
        }

        foreach ((string text, double meanLogProbability) in suggestions.FindAll(typed))
        {
            if (text == known)
                suggestions.Add(typed, text, silence: null, meanLogProbability);
        }

        return found[1..];

        async Task AddAsync(KnownSuggestion candidate)
        {
            if (found.Count >= asked.Query.MostSuggestions || found.Exists(other => AreAlike(other, candidate.Text)))
                return;

            // Who asks by hand has a candidate sampled for one that doesn't bind; here another one is the next to come anyway.
            PlacedQuery once = asked with { Query = asked.Query with { Trigger = CompletionTrigger.Automatic } };
            Shown shown = await showing.ShowAsync(once, candidate, cancellationToken).ConfigureAwait(false);
            if (shown.Text.Length > 0 && shown.Check?.Outcome != CheckOutcome.Cut && !found.Exists(other => AreAlike(other, shown.Text)))
                found.Add(shown.Text);
        }

        PlacedQuery? Hurried()
        {
            int left = asked.Configuration.Settings.TimeLimitMs - (int)clock.GetElapsedTime(start).TotalMilliseconds;
            return left <= 0 ? null : asked with
            {
                Configuration = asked.Configuration with { Settings = asked.Configuration.Settings with { TimeLimitMs = left } },
            };
        }
    }

    /// <summary>Whether there is nothing to choose between two texts: they are the same, or one is where the other begins.</summary>
    private static bool AreAlike(string one, string other)
    {
        ReadOnlySpan<char> left = one.AsSpan().Trim();
        ReadOnlySpan<char> right = other.AsSpan().Trim();
        return left.StartsWith(right) || right.StartsWith(left);
    }
}
