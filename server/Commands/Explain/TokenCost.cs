using LspCompletion.Engine.Explaining;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>What one token costs: the medians of neighbouring ones.</summary>
/// <param name="Length">The tokens before it.</param>
/// <param name="Computed">Tokens that the model was run over.</param>
/// <param name="Milliseconds">How long that took.</param>
/// <param name="FloatingPointOperations">Multiplications and additions.</param>
/// <param name="BytesRead">Bytes of weights, keys and values.</param>
internal sealed record TokenCost(
    int Length, int Computed, double Milliseconds, double FloatingPointOperations, double BytesRead)
{
    /// <summary>Sums up at least one token.</summary>
    public static TokenCost Of(IReadOnlyList<GreedyStep> steps)
    {
        return new TokenCost(
            (int)Median(step => step.Length),
            (int)Median(step => step.Computed),
            Median(step => step.Milliseconds),
            Median(step => step.FloatingPointOperations),
            Median(step => step.BytesRead));

        double Median(Func<GreedyStep, double> value) => steps.Select(value).Order().ElementAt(steps.Count / 2);
    }
}
