namespace LspCompletion.Engine.Prompting;

/// <summary>One part of a template.</summary>
/// <param name="Kind">What the part stands for.</param>
/// <param name="Value">The token's string, or the text; empty for a slot.</param>
internal readonly record struct FimPart(FimPartKind Kind, string Value)
{
    /// <summary>The document's or the context file's path.</summary>
    public static FimPart Path { get; } = new(FimPartKind.Path, "");

    /// <summary>Stands for the repository's name, which isn't known: the form is never seen without one.</summary>
    public static FimPart Repository { get; } = Text("repository");

    /// <summary>The context files.</summary>
    public static FimPart Context { get; } = new(FimPartKind.Context, "");

    /// <summary>The context file's text.</summary>
    public static FimPart FileText { get; } = new(FimPartKind.FileText, "");

    /// <summary>The text before the anchor.</summary>
    public static FimPart Prefix { get; } = new(FimPartKind.Prefix, "");

    /// <summary>The text after the anchor.</summary>
    public static FimPart Suffix { get; } = new(FimPartKind.Suffix, "");

    /// <summary>The beginning of what the model writes.</summary>
    public static FimPart Answer { get; } = new(FimPartKind.Answer, "");

    /// <summary>What was typed since the anchor.</summary>
    public static FimPart Middle { get; } = new(FimPartKind.Middle, "");

    /// <summary>A special token that the vocabulary must have.</summary>
    public static FimPart Token(string token) => new(FimPartKind.Token, token);

    /// <summary>A special token that is left out where the vocabulary lacks it.</summary>
    public static FimPart OptionalToken(string token) => new(FimPartKind.OptionalToken, token);

    /// <summary>Plain text.</summary>
    public static FimPart Text(string text) => new(FimPartKind.Text, text);
}
