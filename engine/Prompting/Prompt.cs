using System.Collections.Immutable;

namespace LspCompletion.Engine.Prompting;

/// <summary>A prompt, ready for the model.</summary>
internal sealed record Prompt
{
    /// <summary>The ids of all tokens, in order. The model's next token follows the last of them.</summary>
    public required ImmutableArray<int> Tokens { get; init; }

    /// <summary>
    /// The index in <see cref="Tokens"/> at which the middle begins: after the token that closes the prompt. Equal to
    /// their number where nothing was typed since the anchor, or where what was typed continues the prefix.
    /// </summary>
    public required int MiddleStart { get; init; }

    /// <summary>
    /// How many of <see cref="Tokens"/> are given to the model as a whole, where it sees a prompt so: all up to the
    /// template's <see cref="FimPartKind.Answer"/>, or else up to the middle. What stands behind is taken as written by the
    /// model itself.
    /// </summary>
    public required int SourceLength { get; init; }

    /// <summary>Tokens of context files, with their paths and the tokens around them.</summary>
    public int ContextTokens => Context.Sum(share => share.Tokens);

    /// <summary>What each context file takes of them, in the order in which they were given.</summary>
    public required ImmutableArray<ContextShare> Context { get; init; }

    /// <summary>Tokens of the text before the anchor, and of what was typed since where that continues it.</summary>
    public required int PrefixTokens { get; init; }

    /// <summary>Tokens of the text after the anchor.</summary>
    public required int SuffixTokens { get; init; }

    /// <summary>
    /// The last tokens of the text before the cursor, at most <see cref="PromptBuilder.MaxRecentTokens"/>, without one that was
    /// dropped for healing: what a memory is asked about.
    /// </summary>
    public required ImmutableArray<int> Recent { get; init; }

    /// <summary>
    /// The token that was dropped from the end for healing, if any: what the model writes must start with its text,
    /// which is no part of the text to insert.
    /// </summary>
    public required int? HealedToken { get; init; }

    /// <summary>What is missing.</summary>
    public required PromptCut Cut { get; init; }
}
