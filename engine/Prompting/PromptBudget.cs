namespace LspCompletion.Engine.Prompting;

/// <summary>The most tokens that each share of a prompt may take.</summary>
public sealed record PromptBudget
{
    /// <summary>For the text before the cursor, what was typed since the anchor included.</summary>
    public int PrefixTokens { get; init; } = 768;

    /// <summary>For the text after the cursor.</summary>
    public int SuffixTokens { get; init; } = 256;

    /// <summary>For the context files, their paths and the tokens around them included.</summary>
    public int ContextTokens { get; init; } = 512;

    /// <summary>All shares together.</summary>
    public int Total => PrefixTokens + SuffixTokens + ContextTokens;

    /// <summary>This budget, or one of the same proportions that takes no more than some tokens together.</summary>
    public PromptBudget Within(int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        return Total <= tokens ? this : new PromptBudget
        {
            PrefixTokens = Scale(PrefixTokens),
            SuffixTokens = Scale(SuffixTokens),
            ContextTokens = Scale(ContextTokens),
        };

        int Scale(int share) => (int)((long)share * tokens / Total);
    }
}
