namespace LspCompletion.Server.Evaluation;

/// <summary>How long something takes: usually, seldom, and almost never.</summary>
/// <param name="P50">Half of the values are at most this.</param>
/// <param name="P95">95 of 100 values are at most this.</param>
/// <param name="P99">99 of 100 values are at most this.</param>
internal sealed record Percentiles(double P50, double P95, double P99)
{
    /// <summary>
    /// The percentiles by nearest rank: each is a value that was measured, the smallest one with enough values at or
    /// below it.
    /// </summary>
    /// <param name="values">At least one value, in any order.</param>
    public static Percentiles Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(values));
        return new Percentiles(AtRank(50), AtRank(95), AtRank(99));

        double AtRank(int percent) => sorted[(((sorted.Length * percent) + 99) / 100) - 1];
    }
}
