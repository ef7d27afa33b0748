namespace LspCompletion.Server.Completion.Filters;

/// <summary>Line ends as a text has them, and as filters read them: line feeds.</summary>
internal static class LineEnds
{
    /// <summary>The line end that a text has first.</summary>
    public static string Of(string text)
    {
        int first = text.AsSpan().IndexOfAny('\n', '\r');
        return first < 0 || text[first] == '\n' ? "\n" : text.AsSpan(first).StartsWith("\r\n") ? "\r\n" : "\r";
    }

    /// <summary>A text with line feeds in place of its line ends.</summary>
    public static string Read(string text, string lineEnd) =>
        lineEnd == "\n" ? text : text.Replace(lineEnd, "\n", StringComparison.Ordinal);

    /// <summary>A text with line ends in place of line feeds.</summary>
    public static string Write(string text, string lineEnd) =>
        lineEnd == "\n" ? text : text.Replace("\n", lineEnd, StringComparison.Ordinal);
}
