using System.Text;

namespace LspCompletion.Server.Documents;

/// <summary>
/// What a piece of text adds to the positions behind it. Two summaries add up to that of the joined text, though a line
/// break (CR LF) or a surrogate pair may have been cut in two.
/// </summary>
internal readonly record struct TextSummary
{
    /// <summary>Its UTF-16 code units.</summary>
    public int Length { get; private init; }

    /// <summary>Its line breaks: LF, CR LF and lone CR.</summary>
    public int Breaks { get; private init; }

    /// <summary>Its UTF-8 bytes; a lone surrogate counts as U+FFFD does, 3.</summary>
    public int Utf8Length { get; private init; }

    private char First { get; init; }

    private char Last { get; init; }

    /// <summary>Sums up a text.</summary>
    public static TextSummary Of(ReadOnlySpan<char> text) => text.IsEmpty ? default : new TextSummary
    {
        Length = text.Length,
        Breaks = CountBreaks(text),
        Utf8Length = Encoding.UTF8.GetByteCount(text),
        First = text[0],
        Last = text[^1],
    };

    /// <summary>The summary of both texts, joined.</summary>
    public static TextSummary operator +(TextSummary left, TextSummary right) => left.Length == 0 ? right
        : right.Length == 0 ? left
        : new TextSummary
        {
            Length = left.Length + right.Length,
            Breaks = left.Breaks + right.Breaks - left.BreaksSharedWith(right),
            Utf8Length = left.Utf8Length + right.Utf8Length - left.BytesSavedWith(right),
            First = left.First,
            Last = right.Last,
        };

    /// <summary>1 if the seam between the texts runs through a line break that both count, otherwise 0.</summary>
    public int BreaksSharedWith(TextSummary right) => Last == '\r' && right.First == '\n' ? 1 : 0;

    /// <summary>How many bytes fewer the joined texts have, because the seam runs through a surrogate pair: 3 + 3 - 4.</summary>
    public int BytesSavedWith(TextSummary right) => char.IsSurrogatePair(Last, right.First) ? 2 : 0;

    /// <summary>The line breaks of a text.</summary>
    public static int CountBreaks(ReadOnlySpan<char> text)
    {
        int breaks = 0;
        for (int length; (length = LengthThroughBreak(text)) > 0; text = text[length..])
            breaks++;
        return breaks;
    }

    /// <summary>How far the first line of a text reaches, its break included; 0 if there is no break.</summary>
    public static int LengthThroughBreak(ReadOnlySpan<char> text)
    {
        int index = text.IndexOfAny('\r', '\n');
        if (index < 0)
            return 0;

        bool isPair = text[index] == '\r' && index + 1 < text.Length && text[index + 1] == '\n';
        return index + (isPair ? 2 : 1);
    }
}
