namespace LspCompletion.Server.Context;

/// <summary>Lines of a document before and after the user changed them.</summary>
/// <param name="Uri">The document.</param>
/// <param name="StartLine">The first line, from 0.</param>
/// <param name="LineCount">How many lines there were afterwards.</param>
/// <param name="Before">The lines before, each with its line break; empty if they are new.</param>
/// <param name="After">The lines afterwards; empty if they are gone.</param>
internal sealed record EditHunk(string Uri, int StartLine, int LineCount, string Before, string After)
{
    /// <summary>The line behind the last one.</summary>
    public int EndLine => StartLine + LineCount;
}
