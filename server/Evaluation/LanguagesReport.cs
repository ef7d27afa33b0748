namespace LspCompletion.Server.Evaluation;

/// <summary>What an evaluation in any language came to.</summary>
/// <param name="Folder">What was evaluated.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Seed">What chose the places.</param>
/// <param name="Languages">The figures of each language.</param>
/// <param name="All">Those of all together.</param>
/// <param name="Failures">The files that couldn't be read and the places that failed, and how, one line each; they count nowhere else.</param>
/// <param name="Against">What other settings came to; <see langword="null"/> if there were none.</param>
/// <param name="Places">What came of each place.</param>
internal sealed record LanguagesReport(
    string Folder,
    string Model,
    int Seed,
    IReadOnlyList<OutcomeFigures> Languages,
    OutcomeFigures All,
    IReadOnlyList<string> Failures,
    OutcomeComparison? Against,
    IReadOnlyList<PlaceResult> Places)
{
    /// <summary>What all languages are called together.</summary>
    private const string Together = "all";

    /// <summary>The report on some results.</summary>
    public static LanguagesReport Of(
        string folder,
        string model,
        int seed,
        IReadOnlyList<PlaceResult> places,
        IReadOnlyList<string> failures,
        OutcomeComparison? against) => new(
        folder,
        model,
        seed,
        [
            .. places.GroupBy(place => place.Language).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => OutcomeFigures.Of(group.Key, [.. group])),
        ],
        OutcomeFigures.Of(Together, places),
        failures,
        against,
        places);
}
