namespace LspCompletion.Engine.Prompting;

/// <summary>
/// How a document writes what prompts write in one way only: line ends, which models see as LF, and indentation, which
/// some see as spaces only.
/// </summary>
internal sealed class DocumentStyle
{
    private readonly string _lineEnd;
    private readonly int? _tabWidth;
    private readonly bool _startsInIndentation;

    /// <summary>Finds a document's style around the cursor.</summary>
    /// <param name="prefix">The text before the cursor.</param>
    /// <param name="suffix">The text after it.</param>
    /// <param name="tabWidth">The number of spaces that the model is shown for a tab; null where it is shown tabs.</param>
    public DocumentStyle(ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix, int? tabWidth)
    {
        _lineEnd = LineEnd(prefix, suffix);
        _tabWidth = tabWidth is not null && TabIndentation.IsUsedIn(prefix, suffix) ? tabWidth : null;
        _startsInIndentation = prefix[(prefix.LastIndexOfAny('\n', '\r') + 1)..].IsWhiteSpace();
    }

    /// <summary>Writes generated text as the document would.</summary>
    public string Apply(ReadOnlySpan<char> text)
    {
        string styled = _tabWidth is { } width
            ? TabIndentation.Restore(text, width, _startsInIndentation)
            : text.ToString();
        return _lineEnd == "\n" ? styled : styled.Replace("\n", _lineEnd, StringComparison.Ordinal);
    }

    /// <summary>The line end nearest to the cursor, those before it first; LF where there is none.</summary>
    private static string LineEnd(ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix)
    {
        int before = prefix.LastIndexOfAny('\n', '\r');
        if (before >= 0)
            return prefix[before] == '\r' ? "\r" : before > 0 && prefix[before - 1] == '\r' ? "\r\n" : "\n";

        int after = suffix.IndexOfAny('\n', '\r');
        if (after < 0 || suffix[after] == '\n')
            return "\n";
        return after + 1 < suffix.Length && suffix[after + 1] == '\n' ? "\r\n" : "\r";
    }
}
