using LspCompletion.Engine;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>What a keystroke costs.</summary>
/// <param name="PromptTokens">The prompt's length, mean.</param>
/// <param name="ComputedTokens">Tokens of it that were computed, mean.</param>
/// <param name="PromptMs">Milliseconds to compute them, median.</param>
/// <param name="TotalMs">Milliseconds to the whole completion, median.</param>
/// <param name="ReuseReason">Why no more was reused, most often.</param>
internal sealed record KeystrokeFigures(
    double PromptTokens, double ComputedTokens, double PromptMs, double TotalMs, string ReuseReason)
{
    /// <summary>Sums up at least one completion.</summary>
    public static KeystrokeFigures Of(IReadOnlyList<CompletionStats> completions)
    {
        return new KeystrokeFigures(
            completions.Average(stats => stats.ReusedTokens + stats.ComputedTokens),
            completions.Average(stats => stats.ComputedTokens),
            Median(stats => stats.PromptMs),
            Median(stats => stats.TotalMs),
            completions.GroupBy(stats => stats.ReuseReason).MaxBy(reason => reason.Count())!.Key);

        double Median(Func<CompletionStats, double> value) => completions.Select(value).Order().ElementAt(completions.Count / 2);
    }
}
