using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Context;

/// <summary>
/// What the user changed last, in hunks of whole lines: keys that are pressed close to each other make one. Thread-safe.
/// </summary>
internal sealed class EditHistory
{
    /// <summary>Hunks that are remembered.</summary>
    private const int MostHunks = 8;

    /// <summary>Changes with no more lines than this between them make one hunk.</summary>
    private const int Gap = 2;

    /// <summary>Lines of a hunk; what is longer is no edit but a new piece of text.</summary>
    private const int MostLines = 16;

    private readonly Lock _gate = new();
    private readonly LinkedList<EditHunk> _hunks = [];

    /// <summary>The hunk that the next key may belong to; the lines of all others may have moved meanwhile.</summary>
    private EditHunk? _growing;

    /// <summary>The hunks, the latest first.</summary>
    public IReadOnlyList<EditHunk> Latest
    {
        get
        {
            lock (_gate)
                return [.. _hunks.Where(hunk => hunk.Before != hunk.After)];
        }
    }

    /// <summary>Takes note of a change.</summary>
    /// <param name="before">The document before.</param>
    /// <param name="after">The document afterwards.</param>
    /// <param name="start">The first offset at which they may differ, in UTF-16 code units.</param>
    public void Add(DocumentSnapshot before, DocumentSnapshot after, int start)
    {
        int added = after.Text.LineCount - before.Text.LineCount;
        int first = after.Text.PositionOf(Math.Min(start, after.Text.Length), PositionEncoding.Utf16).Line;
        int end = first + 1 + Math.Max(0, -added);

        lock (_gate)
        {
            // Keys change one place. Where the line below is another one too, a file was formatted, or replaced.
            if (Math.Abs(added) > MostLines || TextOf(before, end, end + 1) != TextOf(after, end + added, end + added + 1))
            {
                _growing = null;
                return;
            }

            if (_growing is { } last && last.Uri == after.Uri
                && last.LineCount <= MostLines && first <= last.EndLine + Gap && end >= last.StartLine - Gap)
            {
                int wholeStart = Math.Min(first, last.StartLine);
                int wholeEnd = Math.Max(end, last.EndLine);
                string lines = TextOf(before, wholeStart, last.StartLine) + last.Before + TextOf(before, last.EndLine, wholeEnd);
                _hunks.RemoveFirst();
                _growing = Hunk(wholeStart, wholeEnd, lines);
            }
            else
            {
                _growing = Hunk(first, end, TextOf(before, first, end));
            }

            _hunks.AddFirst(_growing);
            if (_hunks.Count > MostHunks)
                _hunks.RemoveLast();
        }

        EditHunk Hunk(int hunkStart, int hunkEnd, string lines) => new(
            after.Uri, hunkStart, hunkEnd + added - hunkStart, lines, TextOf(after, hunkStart, hunkEnd + added));
    }

    /// <summary>Lines with their line breaks; those that the document doesn't have are empty.</summary>
    private static string TextOf(DocumentSnapshot document, int startLine, int endLine)
    {
        DocumentText text = document.Text;
        int start = startLine < text.LineCount ? text.LineStart(startLine) : text.Length;
        int end = endLine < text.LineCount ? text.LineStart(endLine) : text.Length;
        return text.Slice(start, Math.Max(0, end - start));
    }
}
