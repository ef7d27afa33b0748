namespace LspCompletion.Server.Evaluation;

/// <summary>How many suggestions were worth what.</summary>
/// <param name="Language">The language.</param>
/// <param name="Places">All places.</param>
/// <param name="Right">Those where it is what stood there.</param>
/// <param name="Near">Those where it begins so, for the most part.</param>
/// <param name="Harmless">Those where nothing is suggested.</param>
/// <param name="Wrong">Those where it is something else.</param>
/// <param name="Exact">Those where the model writes what stood there, whether it is suggested or not.</param>
/// <param name="Characters">The share of characters that are right before the first one that isn't, as the model writes: the mean.</param>
/// <param name="StepsPerToken">The model's steps for each token that it writes: fewer where drafts are right.</param>
/// <param name="ModelMs">Milliseconds that the model takes, from nothing: the median.</param>
internal sealed record OutcomeFigures(
    string Language, int Places, int Right, int Near, int Harmless, int Wrong, int Exact, double Characters, double StepsPerToken, double ModelMs)
{
    /// <summary>Counts results.</summary>
    public static OutcomeFigures Of(string language, IReadOnlyCollection<PlaceResult> results)
    {
        return new OutcomeFigures(
            language,
            results.Count,
            Count(PlaceOutcome.Right),
            Count(PlaceOutcome.Near),
            Count(PlaceOutcome.Harmless),
            Count(PlaceOutcome.Wrong),
            results.Count(result => result.IsExact),
            results.Select(result => result.RightCharacters).DefaultIfEmpty().Average(),
            (double)results.Sum(result => result.Steps) / Math.Max(1, results.Sum(result => result.Tokens)),
            results.Select(result => result.ModelMs).Order().ElementAtOrDefault(results.Count / 2));

        int Count(PlaceOutcome outcome) => results.Count(result => result.Outcome == outcome);
    }
}
