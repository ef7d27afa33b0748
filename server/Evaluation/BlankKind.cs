namespace LspCompletion.Server.Evaluation;

/// <summary>What is blanked out of a file.</summary>
internal enum BlankKind
{
    /// <summary>A line from a token on.</summary>
    RestOfLine,

    /// <summary>A line but its indentation.</summary>
    Line,

    /// <summary>All statements between two braces.</summary>
    Block,
}
