namespace LspCompletion.Server.Evaluation;

/// <summary>What a kind of context is worth.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Cases">The places that had any of it.</param>
/// <param name="SavedBits">By how many bits it makes what stood there less surprising, on average.</param>
/// <param name="MedianSavedBits">The median of the same.</param>
/// <param name="BetterShare">The share of places where it does.</param>
internal sealed record WorthOfKind(string Kind, int Cases, double SavedBits, double MedianSavedBits, double BetterShare)
{
    /// <summary>Sums up places.</summary>
    public static WorthOfKind Of(string kind, IReadOnlyList<double> savedBits) => savedBits.Count == 0
        ? new WorthOfKind(kind, 0, 0, 0, 0)
        : new WorthOfKind(
            kind,
            savedBits.Count,
            savedBits.Average(),
            savedBits.Order().ElementAt(savedBits.Count / 2),
            savedBits.Average(saved => saved > 0 ? 1.0 : 0));
}
