using LspCompletion.Engine;

namespace LspCompletion.Server.Commands.Complete;

/// <summary>What one completion cost, for machines: the part of <see cref="CompletionStats"/> that stays stable.</summary>
internal sealed record CompletionCost(
    int ReusedTokens,
    int TrimmedTokens,
    int ComputedTokens,
    int GeneratedTokens,
    int DraftedTokens,
    int AcceptedTokens,
    int RememberedTokens,
    double PromptMs,
    double FirstTokenMs,
    double TotalMs)
{
    /// <summary>The cost that the engine recorded.</summary>
    public static CompletionCost Of(CompletionStats stats) => new(
        stats.ReusedTokens,
        stats.TrimmedTokens,
        stats.ComputedTokens,
        stats.GeneratedTokens,
        stats.DraftedTokens,
        stats.AcceptedTokens,
        stats.RememberedTokens,
        stats.PromptMs,
        stats.FirstTokenMs,
        stats.TotalMs);
}
