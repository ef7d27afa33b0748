using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Tests.Commands;

/// <summary>Results as the engine gives them.</summary>
internal static class Results
{
    /// <summary>A completion whose cost does not matter.</summary>
    public static CompletionResult Of(string text, StopReason stop = StopReason.LineLimit) => new()
    {
        Text = text,
        Stop = stop,
        Tokens = [],
        LogProbabilities = [],
        Stats = Cost(reused: 0, trimmed: 0, computed: 1, milliseconds: 1),
    };

    /// <summary>What a completion cost: its prompt took so long, its first token twice, its line thrice that.</summary>
    public static CompletionStats Cost(int reused, int trimmed, int computed, double milliseconds) => new()
    {
        ReusedTokens = reused,
        TrimmedTokens = trimmed,
        ComputedTokens = computed,
        GeneratedTokens = 0,
        DraftedTokens = 0,
        AcceptedTokens = 0,
        ReuseReason = "",
        PromptMs = milliseconds,
        FirstTokenMs = 2 * milliseconds,
        TotalMs = 3 * milliseconds,
    };
}
