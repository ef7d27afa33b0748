using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine;

/// <summary>What one completion cost, and why.</summary>
public sealed record CompletionStats
{
    /// <summary>Tokens of the prompt that the slot already held.</summary>
    public required int ReusedTokens { get; init; }

    /// <summary>Tokens that the slot held and that the prompt had no use for.</summary>
    public required int TrimmedTokens { get; init; }

    /// <summary>Tokens of the prompt whose keys and values were computed now.</summary>
    public required int ComputedTokens { get; init; }

    /// <summary>
    /// Tokens of the prompt that were left when a time limit ended the completion. Those that were computed are kept, and
    /// the next request goes on from them.
    /// </summary>
    public int RemainingTokens { get; init; }

    /// <summary>Tokens that the model wrote, the one that ended the completion not counted.</summary>
    public required int GeneratedTokens { get; init; }

    /// <summary>Tokens that were drafted, from the prompt or from what was written before, and verified.</summary>
    public required int DraftedTokens { get; init; }

    /// <summary>Drafted tokens that the model chose too: so many steps were saved.</summary>
    public required int AcceptedTokens { get; init; }

    /// <summary>Tokens that the model alone would not have chosen, and that stood elsewhere in the user's text after the same text.</summary>
    public int RememberedTokens { get; init; }

    /// <summary>
    /// Where the longest text stands that one of these followed: path and line, the line alone in the document itself;
    /// <see langword="null"/> if there are none.
    /// </summary>
    public string? RememberedFrom { get; init; }

    /// <summary>What each of the request's context files took of the prompt.</summary>
    public IReadOnlyList<ContextShare> Context { get; init; } = [];

    /// <summary>Names that had to be one of those that the request's guide knows.</summary>
    public int GuidedNames { get; init; }

    /// <summary>Names that were due where the guide didn't know which there are, and that were left free.</summary>
    public int UnguidedNames { get; init; }

    /// <summary>
    /// Why the request's guide was not asked, or not to the end, in words; <see langword="null"/> if it was, or there was
    /// none.
    /// </summary>
    public string? UnguidedReason { get; init; }

    /// <summary>Why no more was reused, in words.</summary>
    public required string ReuseReason { get; init; }

    /// <summary>Milliseconds to compute the prompt, as far as that went.</summary>
    public required double PromptMs { get; init; }

    /// <summary>Milliseconds from the request to the first text that could be shown; the total where there was none.</summary>
    public required double FirstTokenMs { get; init; }

    /// <summary>Milliseconds from the request to the whole completion.</summary>
    public required double TotalMs { get; init; }
}
