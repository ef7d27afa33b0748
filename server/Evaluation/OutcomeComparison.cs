namespace LspCompletion.Server.Evaluation;

/// <summary>The same places, completed by other settings.</summary>
/// <param name="All">What came of them all.</param>
/// <param name="Wins">Places that are written rightly by the settings of the evaluation, and not by these.</param>
/// <param name="Losses">Those that are written rightly by these only.</param>
internal sealed record OutcomeComparison(OutcomeFigures All, int Wins, int Losses)
{
    /// <summary>Compares results.</summary>
    /// <param name="places">Those of the evaluation.</param>
    /// <param name="against">Those by the other settings, of the same places in the same order.</param>
    public static OutcomeComparison Of(IReadOnlyList<PlaceResult> places, IReadOnlyList<PlaceResult> against)
    {
        (PlaceResult First, PlaceResult Second)[] pairs = [.. places.Zip(against)];
        return new OutcomeComparison(
            OutcomeFigures.Of("against", against),
            pairs.Count(pair => pair.First.IsExact && !pair.Second.IsExact),
            pairs.Count(pair => !pair.First.IsExact && pair.Second.IsExact));
    }
}
