using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol.Messages;

namespace LspCompletion.Server.Protocol;

/// <summary>A suggestion as an item of a list, for clients that show nothing inline.</summary>
internal static class ListItem
{
    private const int LongestLabel = 60;
    private const int LongestWord = 200;

    /// <summary>
    /// Writes the item. Clients show it only if it begins with the word before the cursor, and so it replaces that, too.
    /// </summary>
    /// <param name="suggestion">The suggestion.</param>
    /// <param name="query">What was asked.</param>
    /// <param name="encoding">How positions are counted.</param>
    /// <param name="capabilities">What the client can do.</param>
    public static CompletionItem Of(
        Suggestion suggestion, CompletionQuery query, PositionEncoding encoding, ClientCapabilities capabilities)
    {
        DocumentText text = query.Document.Text;
        int start = suggestion.ReplaceStart < query.Offset
            ? suggestion.ReplaceStart
            : WordStart(text, suggestion.ReplaceStart);
        string inserted = text.Slice(start, suggestion.ReplaceStart - start) + suggestion.Text;
        string firstLine = inserted.AsSpan().TrimStart().ToString().ReplaceLineEndings("\n").Split('\n', 2)[0].TrimEnd();
        string edited = Negotiation.AdjustsIndentation(capabilities) ? WithoutIndentation(inserted, text, start) : inserted;
        bool hasMore = inserted.AsSpan().Trim().Length > firstLine.Length;
        return new CompletionItem(
            Label: Shorten(firstLine, hasMore),
            Detail: "lsp-completion",
            new MarkupContent("plaintext", inserted),
            SortText: "0",
            FilterText: firstLine,
            InsertTextFormat.PlainText,
            Negotiation.ChooseInsertTextMode(capabilities),
            new TextEdit(Translation.ToProtocol(text, encoding, start, suggestion.ReplaceEnd), edited),
            AcceptCommand.Of(suggestion));
    }

    private static string Shorten(string line, bool hasMore)
    {
        if (line.Length <= LongestLabel)
            return hasMore ? $"{line} …" : line;

        int end = char.IsHighSurrogate(line[LongestLabel - 1]) ? LongestLabel - 1 : LongestLabel;
        return $"{line[..end]}…";
    }

    /// <summary>A text whose lines the client indents as the one that it goes into: without what they have of that.</summary>
    private static string WithoutIndentation(string inserted, DocumentText text, int start)
    {
        int lineStart = text.LineStart(text.PositionOf(start, PositionEncoding.Utf16).Line);
        string line = text.Slice(lineStart, start - lineStart);
        string indentation = line[..^line.TrimStart(' ', '\t').Length];
        return indentation.Length == 0 ? inserted : inserted.Replace("\n" + indentation, "\n", StringComparison.Ordinal);
    }

    private static int WordStart(DocumentText text, int offset)
    {
        int start = offset;
        while (start > 0 && offset - start < LongestWord && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_'))
            start--;
        return start;
    }
}
