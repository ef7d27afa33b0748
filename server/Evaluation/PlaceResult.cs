using LspCompletion.Server.Completion;
using LspCompletion.Server.Completion.Filters;

namespace LspCompletion.Server.Evaluation;

/// <summary>What came of a place. It holds source text.</summary>
/// <param name="Case">The case's id.</param>
/// <param name="Language">The file's language.</param>
/// <param name="Kind">What was blanked out.</param>
/// <param name="Outcome">What the suggestion is worth.</param>
/// <param name="Wanted">What stood there.</param>
/// <param name="Shown">What was suggested; empty if nothing was.</param>
/// <param name="Written">What the model wrote, before any filter.</param>
/// <param name="IsExact">Whether that is what stood there.</param>
/// <param name="RightCharacters">The share of what stood there that it begins with, in UTF-16 code units.</param>
/// <param name="Tokens">The tokens that the model wrote.</param>
/// <param name="Steps">The model's steps for them.</param>
/// <param name="ModelMs">Milliseconds that the model took.</param>
/// <param name="LogProbabilities">How sure the model was of each token: the natural logarithm of its probability.</param>
/// <param name="Filter">The filter that shortened it or left nothing of it; <see langword="null"/> if none did.</param>
/// <param name="Reason">Why nothing was suggested, where nothing was.</param>
internal sealed record PlaceResult(
    string Case,
    string Language,
    BlankKind Kind,
    PlaceOutcome Outcome,
    string Wanted,
    string Shown,
    string Written,
    bool IsExact,
    double RightCharacters,
    int Tokens,
    int Steps,
    double ModelMs,
    IReadOnlyList<float> LogProbabilities,
    string? Filter,
    string? Reason)
{
    /// <summary>The share of characters, from the first on, that a suggestion which is nearly right has in common with what stood there.</summary>
    private const double NearShare = 0.6;

    /// <summary>The result at a place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="written">What was written there.</param>
    /// <param name="shown">What of it is shown.</param>
    public static PlaceResult Of(BlankedPlace place, Written written, Shown shown) => new(
        place.Case.Id,
        place.Query.Document.LanguageId,
        place.Case.Kind,
        OutcomeOf(shown.Text.AsSpan().Trim(), place.Wanted.AsSpan().Trim()),
        place.Wanted,
        shown.Text,
        written.Result.Text,
        written.Result.Text.AsSpan().Trim().SequenceEqual(place.Wanted),
        (double)written.Result.Text.AsSpan().TrimStart().CommonPrefixLength(place.Wanted) / place.Wanted.Length,
        written.Result.Stats.GeneratedTokens,
        written.Result.Stats.GeneratedTokens - written.Result.Stats.AcceptedTokens,
        written.Result.Stats.TotalMs,
        written.Result.LogProbabilities,
        FilterResult.NameOf(shown.Filter ?? written.Kept.Filter),
        shown.Reason);

    private static PlaceOutcome OutcomeOf(ReadOnlySpan<char> shown, ReadOnlySpan<char> wanted)
    {
        if (shown.IsEmpty)
            return PlaceOutcome.Harmless;
        if (shown.SequenceEqual(wanted))
            return PlaceOutcome.Right;
        bool isNear = shown.CommonPrefixLength(wanted) >= NearShare * Math.Max(shown.Length, wanted.Length);
        return isNear ? PlaceOutcome.Near : PlaceOutcome.Wrong;
    }
}
