namespace LspCompletion.Server.Evaluation;

/// <summary>How many suggestions were worth what.</summary>
/// <param name="Language">The language.</param>
/// <param name="Places">All places.</param>
/// <param name="Right">Those where it is what stood there.</param>
/// <param name="Near">Those where it begins so, for the most part.</param>
/// <param name="Harmless">Those where nothing is suggested.</param>
/// <param name="Wrong">Those where it is something else.</param>
internal sealed record OutcomeFigures(string Language, int Places, int Right, int Near, int Harmless, int Wrong)
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
            Count(PlaceOutcome.Wrong));

        int Count(PlaceOutcome outcome) => results.Count(result => result.Outcome == outcome);
    }
}
