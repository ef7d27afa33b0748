using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Context;

/// <summary>A document cut into windows of lines that overlap, with the words of each.</summary>
internal sealed class IndexedDocument
{
    /// <summary>Lines of a window; a prompt has room for one or two.</summary>
    private const int WindowLines = 16;

    /// <summary>Lines from the start of a window to that of the next.</summary>
    private const int Stride = 8;

    /// <summary>Longer documents are seldom written by hand: of these, so many lines count.</summary>
    private const int MostLines = 5000;

    /// <summary>Longer windows, in UTF-16 code units, hold data and not code.</summary>
    private const int LongestWindow = 2000;

    private readonly DocumentSnapshot _document;
    private readonly List<(int StartLine, int EndLine, HashSet<int> Words)> _windows = [];

    public IndexedDocument(DocumentSnapshot document)
    {
        _document = document;
        int lines = Math.Min(document.Text.LineCount, MostLines);
        for (int start = 0; start < lines; start += Stride)
        {
            int end = Math.Min(start + WindowLines, lines);
            if (TextOf(start, end) is { Length: > 0 } text)
                _windows.Add((start, end, Words.Of(text)));
            if (end == lines)
                break;
        }
    }

    /// <summary>The document's language.</summary>
    public string LanguageId => _document.LanguageId;

    /// <summary>The window whose words are most like some others; <see langword="null"/> of an empty document.</summary>
    public Snippet? FindMostSimilar(HashSet<int> words)
    {
        (int StartLine, int EndLine, HashSet<int> Words)? best = null;
        double similarity = 0;
        foreach ((int StartLine, int EndLine, HashSet<int> Words) window in _windows)
        {
            if (Words.Similarity(window.Words, words) is var found && found > similarity)
                (best, similarity) = (window, found);
        }

        return best is var (start, end, _) ? new Snippet(_document.Uri, start, TextOf(start, end), similarity) : null;
    }

    private string TextOf(int startLine, int endLine)
    {
        int start = _document.Text.LineStart(startLine);
        int length = _document.Text.LineEnd(endLine - 1) - start;
        return length > LongestWindow ? "" : _document.Text.Slice(start, length);
    }
}
