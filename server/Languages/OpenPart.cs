namespace LspCompletion.Server.Languages;

/// <summary>Something that was opened in a source text and has to be closed.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Close">What closes it; empty for a comment that ends with its line.</param>
/// <param name="Position">Where it was opened, in UTF-16 code units from the start of all that was read.</param>
/// <param name="Indentation">The columns that its line is indented by.</param>
/// <param name="Literal">The rule of a literal text; of a hole, that of the text around it.</param>
/// <param name="Comment">The rule of a comment.</param>
/// <param name="Hole">What opens code in a literal text; empty where nothing does.</param>
internal readonly record struct OpenPart(
    OpenKind Kind,
    string Close,
    int Position,
    int Indentation,
    LiteralRule? Literal = null,
    CommentRule? Comment = null,
    string Hole = "")
{
    /// <summary>Whether the part is read as something other than code.</summary>
    public bool IsText => Kind is OpenKind.Literal or OpenKind.Comment or OpenKind.Embedded;

    /// <summary>Whether it ends where its line does, closed or not.</summary>
    public bool EndsWithLine => Kind == OpenKind.Literal ? !Literal!.SpansLines : Kind == OpenKind.Comment && Close.Length == 0;
}
