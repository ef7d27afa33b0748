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
}
