namespace LspCompletion.Server.Languages;

/// <summary>What a place in a source text is part of.</summary>
internal enum TextKind
{
    /// <summary>Code, also that in a hole of a literal.</summary>
    Code,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>A literal text.</summary>
    Literal,
}
