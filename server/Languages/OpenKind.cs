namespace LspCompletion.Server.Languages;

/// <summary>What is open at a place in a source text.</summary>
internal enum OpenKind
{
    /// <summary>A bracket.</summary>
    Bracket,

    /// <summary>Angle brackets around types.</summary>
    TypeArguments,

    /// <summary>A block that a word opened.</summary>
    Block,

    /// <summary>What a directive of a preprocessor opened.</summary>
    Directive,

    /// <summary>The inside of a tag's angle brackets.</summary>
    TagHead,

    /// <summary>An element, between its tags.</summary>
    Element,

    /// <summary>Text in an element that is no markup: a script, a style sheet.</summary>
    Embedded,

    /// <summary>A literal text.</summary>
    Literal,

    /// <summary>Code within a literal text.</summary>
    Hole,

    /// <summary>A comment.</summary>
    Comment,
}
