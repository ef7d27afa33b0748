using LspCompletion.Engine.Explaining;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>How the time of a token grows with the tokens before it, as a straight line.</summary>
/// <param name="BaseMs">Milliseconds that a token takes whatever comes before it.</param>
/// <param name="MsPerToken">Milliseconds more for each token before it.</param>
/// <param name="TotalMs">Milliseconds of all tokens together, as measured.</param>
/// <param name="SquareShare">
/// The share of a text's whole time, from 0 to 1, that grows with the square of its length, at the longest length
/// measured: about 0 where the total is linear.
/// </param>
internal sealed record CostGrowth(double BaseMs, double MsPerToken, double TotalMs, double SquareShare)
{
    /// <summary>
    /// Fits the line by Theil's and Sen's estimator, the median of the slopes between all pairs: some late steps on a busy
    /// machine don't bend it.
    /// </summary>
    public static CostGrowth Fit(IReadOnlyList<GreedyStep> steps)
    {
        List<double> slopes = new(steps.Count * (steps.Count - 1) / 2);
        for (int i = 0; i < steps.Count; i++)
        {
            for (int j = i + 1; j < steps.Count; j++)
                slopes.Add((steps[j].Milliseconds - steps[i].Milliseconds) / (steps[j].Length - steps[i].Length));
        }

        double slope = Median(slopes);
        double start = Median([.. steps.Select(step => step.Milliseconds - (slope * step.Length))]);

        // A text of n tokens takes the sum of start + slope * length: start * n + slope / 2 * n^2.
        double length = steps[^1].Length;
        double linear = Math.Max(0, start) * length;
        double square = Math.Max(0, slope) / 2 * length * length;
        return new CostGrowth(start, slope, steps.Sum(step => step.Milliseconds), square / (linear + square));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
