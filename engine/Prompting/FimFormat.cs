using System.Collections.Immutable;

namespace LspCompletion.Engine.Prompting;

/// <summary>How a family of models wants to be shown a gap to fill: which tokens and texts, in which order.</summary>
internal sealed record FimFormat
{
    /// <summary>The name that a manifest gives it by.</summary>
    public required string Name { get; init; }

    /// <summary>The prompt for a document alone. It ends with the middle; what the model writes comes next.</summary>
    public required ImmutableArray<FimPart> Template { get; init; }

    /// <summary>
    /// The prompt when there are context files or the repository's name is known (the repository form of some
    /// families). Empty: the model knows no such form, and both are left out.
    /// </summary>
    public ImmutableArray<FimPart> TemplateWithContext { get; init; } = [];

    /// <summary>One context file. Empty: the model knows no form for other files.</summary>
    public ImmutableArray<FimPart> ContextTemplate { get; init; } = [];

    /// <summary>
    /// The special tokens that its models end a completion with, besides their own end of text: what an engine elsewhere is
    /// told to stop at. Here, any special token ends a completion. Those that a vocabulary lacks are left out.
    /// </summary>
    public ImmutableArray<string> Stops { get; init; } = [];

    /// <summary>
    /// The number of spaces that stand for a tab in the texts the model was trained on;
    /// <see langword="null"/> where tabs are shown as they are.
    /// </summary>
    public int? TabWidth { get; init; }

    /// <summary>
    /// Whether nothing stands between the prefix and the middle. Then what is typed simply continues the prefix and is
    /// encoded in one text with it; elsewhere it stands after the token that closes the prompt.
    /// </summary>
    public bool MiddleContinuesPrefix => Template is [.., { Kind: FimPartKind.Prefix }, { Kind: FimPartKind.Middle }];

    /// <summary>
    /// Whether the template says with which token the answer begins, as an encoder's decoder needs it: it can't begin with
    /// nothing.
    /// </summary>
    public bool BeginsAnswer => Template.IndexOf(FimPart.Answer) is var answer and >= 0
        && Template[answer + 1].Kind == FimPartKind.Token;

    /// <summary>Whether the model is shown the text after the cursor at all.</summary>
    public bool ShowsSuffix => Template.Contains(FimPart.Suffix);
}
