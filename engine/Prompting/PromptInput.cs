namespace LspCompletion.Engine.Prompting;

/// <summary>What a prompt is built from.</summary>
internal sealed record PromptInput
{
    /// <summary>The document's path: relative, with forward slashes. May be empty.</summary>
    public required string Path { get; init; }

    /// <summary>The document's text before the anchor, whole.</summary>
    public required string Prefix { get; init; }

    /// <summary>The document's text after the anchor, whole.</summary>
    public required string Suffix { get; init; }

    /// <summary>
    /// What was typed between the anchor and the cursor. It shares the prefix's budget: whoever sets anchors sets a
    /// new one long before this has grown to that size.
    /// </summary>
    public string Middle { get; init; } = "";

    /// <summary>Other texts, the most valuable last.</summary>
    public IReadOnlyList<ContextFile> Context { get; init; } = [];

    /// <summary>Whether a token that the cursor may stand inside of is left to the model to write anew.</summary>
    public bool HealTokens { get; init; }
}
