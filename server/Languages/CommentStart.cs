namespace LspCompletion.Server.Languages;

/// <summary>Where a comment may begin.</summary>
internal enum CommentStart
{
    /// <summary>Anywhere.</summary>
    Anywhere,

    /// <summary>At the start of a word: behind white space, a separator, or an opening bracket.</summary>
    Word,

    /// <summary>Where a line begins, its indentation left out.</summary>
    Line,

    /// <summary>Where a line begins, or where its sign comes no second time in the line.</summary>
    Unpaired,

    /// <summary>Anywhere but behind a colon, where it is part of an address.</summary>
    NotAddress,
}
