using LspCompletion.Engine;
using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>What the completions of a replay cost. Tokens and milliseconds are per completion.</summary>
/// <param name="Completions">How many completions were measured.</param>
/// <param name="PromptTokens">The prompt's length, mean.</param>
/// <param name="ReusedTokens">Tokens of the prompt that the cache held, mean.</param>
/// <param name="TrimmedTokens">Tokens that the cache held in vain, mean.</param>
/// <param name="ComputedTokens">Tokens of the prompt that were computed, mean.</param>
/// <param name="ReusedShare">The share of all prompts' tokens that the cache held, from 0 to 1.</param>
/// <param name="PromptMs">Time to compute the prompt, mean.</param>
/// <param name="FirstTokenMs">Time to the first token.</param>
/// <param name="WholeLineMs">Time to the whole line.</param>
internal sealed record ReplayFigures(
    int Completions,
    double PromptTokens,
    double ReusedTokens,
    double TrimmedTokens,
    double ComputedTokens,
    double ReusedShare,
    double PromptMs,
    Percentiles FirstTokenMs,
    Percentiles WholeLineMs)
{
    /// <summary>Sums up at least one completion.</summary>
    public static ReplayFigures Of(IReadOnlyCollection<CompletionStats> completions)
    {
        double reused = completions.Average(stats => stats.ReusedTokens);
        double computed = completions.Average(stats => stats.ComputedTokens);
        return new ReplayFigures(
            completions.Count,
            reused + computed,
            reused,
            completions.Average(stats => stats.TrimmedTokens),
            computed,
            reused + computed > 0 ? reused / (reused + computed) : 0,
            completions.Average(stats => stats.PromptMs),
            Percentiles.Of(completions.Select(stats => stats.FirstTokenMs)),
            Percentiles.Of(completions.Select(stats => stats.TotalMs)));
    }
}
