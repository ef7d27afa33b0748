using System.Diagnostics;
using System.Text;

namespace LspCompletion.Server.Documents;

/// <summary>
/// A stretch of text: a string, or two stretches in a balanced tree (AVL: the heights of two siblings differ by at most
/// one). Immutable, so an edit copies one string and the nodes above it, and shares all the rest.
/// </summary>
internal sealed class TextNode
{
    /// <summary>
    /// The longest string that a node holds: what an edit copies. New text is cut into halves of it, so that typing
    /// finds room.
    /// </summary>
    private const int LongestString = 1024;

    private readonly string? _text;
    private readonly TextNode? _left;
    private readonly TextNode? _right;
    private readonly int _height;

    private TextNode(string text)
    {
        _text = text;
        Summary = TextSummary.Of(text);
    }

    private TextNode(TextNode left, TextNode right)
    {
        _left = left;
        _right = right;
        _height = Math.Max(left._height, right._height) + 1;
        Summary = left.Summary + right.Summary;
        Debug.Assert(Math.Abs(left._height - right._height) <= 1, "The tree is balanced.");
    }

    /// <summary>What the stretch holds, in numbers.</summary>
    public TextSummary Summary { get; }

    private int Length => Summary.Length;

    private TextNode Left => _left!;

    private TextNode Right => _right!;

    /// <summary>The code unit at an offset.</summary>
    public char this[int offset]
    {
        get
        {
            TextNode node = this;
            while (node._text is null)
            {
                int leftLength = node.Left.Length;
                if (offset < leftLength)
                {
                    node = node.Left;
                }
                else
                {
                    node = node.Right;
                    offset -= leftLength;
                }
            }

            return node._text[offset];
        }
    }

    /// <summary>A tree over a text.</summary>
    public static TextNode Of(ReadOnlySpan<char> text) => text.Length <= LongestString / 2
        ? new TextNode(text.ToString())
        : new TextNode(Of(text[..(text.Length / 2)]), Of(text[(text.Length / 2)..]));

    /// <summary>The tree with <paramref name="text"/> in place of what stands between two offsets.</summary>
    public TextNode Replace(int start, int end, ReadOnlySpan<char> text)
    {
        if (_text is not null)
        {
            ReadOnlySpan<char> before = _text.AsSpan(0, start);
            ReadOnlySpan<char> after = _text.AsSpan(end);
            return before.Length + text.Length + after.Length <= LongestString
                ? new TextNode(string.Concat(before, text, after))
                : Join(Join(new TextNode(before.ToString()), Of(text)), new TextNode(after.ToString()));
        }

        if (start == 0 && end == Length)
            return Of(text);

        int leftLength = Left.Length;
        if (end <= leftLength)
            return Join(Left.Replace(start, end, text), Right);
        if (start >= leftLength)
            return Join(Left, Right.Replace(start - leftLength, end - leftLength, text));
        return Join(Left.Replace(start, leftLength, text), Right.Replace(0, end - leftLength, []));
    }

    /// <summary>Copies the stretch from <paramref name="start"/> on into <paramref name="target"/>, until that is full.</summary>
    public void CopyTo(int start, Span<char> target)
    {
        if (target.IsEmpty)
            return;

        if (_text is not null)
        {
            _text.AsSpan(start, target.Length).CopyTo(target);
            return;
        }

        int fromLeft = Math.Clamp(Left.Length - start, 0, target.Length);
        if (fromLeft > 0)
            Left.CopyTo(start, target[..fromLeft]);
        Right.CopyTo(Math.Max(0, start - Left.Length), target[fromLeft..]);
    }

    /// <summary>The line breaks that begin before an offset.</summary>
    public int BreaksBefore(int offset)
    {
        if (_text is not null)
            return TextSummary.CountBreaks(_text.AsSpan(0, offset));

        int leftLength = Left.Length;
        return offset <= leftLength
            ? Left.BreaksBefore(offset)
            : Left.Summary.Breaks + Right.BreaksBefore(offset - leftLength) - Left.Summary.BreaksSharedWith(Right.Summary);
    }

    /// <summary>The offset behind a line break, counted from 1.</summary>
    public int OffsetBehindBreak(int number)
    {
        if (_text is null)
        {
            TextSummary left = Left.Summary;
            int shared = left.BreaksSharedWith(Right.Summary);
            if (number > left.Breaks)
                return left.Length + Right.OffsetBehindBreak(number - left.Breaks + shared);

            // The last break of the left may end with the first character of the right.
            return number == left.Breaks && shared > 0 ? left.Length + 1 : Left.OffsetBehindBreak(number);
        }

        int offset = 0;
        for (; number > 0; number--)
            offset += TextSummary.LengthThroughBreak(_text.AsSpan(offset));
        return offset;
    }

    /// <summary>The UTF-8 bytes before an offset that is not within a surrogate pair.</summary>
    public int Utf8LengthBefore(int offset)
    {
        if (_text is not null)
            return Encoding.UTF8.GetByteCount(_text.AsSpan(0, offset));

        int leftLength = Left.Length;
        return offset <= leftLength
            ? Left.Utf8LengthBefore(offset)
            : Left.Summary.Utf8Length + Right.Utf8LengthBefore(offset - leftLength) - Left.Summary.BytesSavedWith(Right.Summary);
    }

    /// <summary>The offset that so many UTF-8 bytes stand before; of a character they end within, its beginning.</summary>
    public int OffsetAtUtf8Length(int bytes)
    {
        if (_text is null)
        {
            int ofLeft = Left.Summary.Utf8Length;
            int saved = Left.Summary.BytesSavedWith(Right.Summary);
            if (saved == 0)
                return bytes <= ofLeft ? Left.OffsetAtUtf8Length(bytes) : Left.Length + Right.OffsetAtUtf8Length(bytes - ofLeft);

            // The pair at the seam begins where the left, with 3 bytes for its half, ends; it has 4 bytes.
            int pair = ofLeft - 3;
            return bytes <= pair ? Left.OffsetAtUtf8Length(bytes)
                : bytes < pair + 4 ? Left.Length - 1
                : Left.Length + Right.OffsetAtUtf8Length(bytes - ofLeft + saved);
        }

        int offset = 0;
        while (offset < _text.Length)
        {
            // A lone surrogate reads as U+FFFD, one unit and 3 bytes.
            _ = Rune.DecodeFromUtf16(_text.AsSpan(offset), out Rune rune, out int units);
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
                break;
            offset += units;
        }

        return offset;
    }

    /// <summary>How many code units at the beginning are those of <paramref name="other"/> from an offset on.</summary>
    public int CommonPrefixLength(TextNode other, int start)
    {
        if (_text is not null)
            return other.CommonPrefixLength(start, _text);

        int ofLeft = Left.CommonPrefixLength(other, start);
        return ofLeft < Left.Length ? ofLeft : ofLeft + Right.CommonPrefixLength(other, start + ofLeft);
    }

    /// <summary>How many code units from an offset on are those of <paramref name="other"/>.</summary>
    public int CommonPrefixLength(int start, ReadOnlySpan<char> other)
    {
        if (_text is not null)
            return _text.AsSpan(start).CommonPrefixLength(other);
        if (start >= Left.Length)
            return Right.CommonPrefixLength(start - Left.Length, other);

        int ofLeft = Left.CommonPrefixLength(start, other);
        return ofLeft < Left.Length - start ? ofLeft : ofLeft + Right.CommonPrefixLength(0, other[ofLeft..]);
    }

    /// <summary>How many code units at the end are those of <paramref name="other"/> before an offset.</summary>
    public int CommonSuffixLength(TextNode other, int end)
    {
        if (_text is not null)
            return other.CommonSuffixLength(end, _text);

        int ofRight = Right.CommonSuffixLength(other, end);
        return ofRight < Right.Length ? ofRight : ofRight + Left.CommonSuffixLength(other, end - ofRight);
    }

    /// <summary>How many code units before an offset are those of <paramref name="other"/>.</summary>
    public int CommonSuffixLength(int end, ReadOnlySpan<char> other)
    {
        if (_text is null)
        {
            if (end <= Left.Length)
                return Left.CommonSuffixLength(end, other);

            int ofRight = Right.CommonSuffixLength(end - Left.Length, other);
            return ofRight < end - Left.Length ? ofRight : ofRight + Left.CommonSuffixLength(Left.Length, other[..^ofRight]);
        }

        // Most strings are shared between a text and what an edit has made of it.
        ReadOnlySpan<char> own = _text.AsSpan(0, end);
        if (own == other)
            return end;

        int length = 0;
        while (length < own.Length && length < other.Length && own[^(length + 1)] == other[^(length + 1)])
            length++;
        return length;
    }

    private static TextNode Join(TextNode left, TextNode right)
    {
        if (left.Length == 0)
            return right;
        if (right.Length == 0)
            return left;

        if (left.Length + right.Length <= LongestString)
        {
            return new TextNode(string.Create(left.Length + right.Length, (left, right), static (target, pair) =>
            {
                pair.left.CopyTo(0, target[..pair.left.Length]);
                pair.right.CopyTo(0, target[pair.left.Length..]);
            }));
        }

        if (left._height > right._height + 1)
            return Balance(left.Left, Join(left.Right, right));
        if (right._height > left._height + 1)
            return Balance(Join(left, right.Left), right.Right);
        return new TextNode(left, right);
    }

    /// <summary>Joins trees of which either may be two levels higher than the other, or much lower.</summary>
    private static TextNode Balance(TextNode left, TextNode right) => (left._height - right._height) switch
    {
        2 when left.Left._height >= left.Right._height => new(left.Left, new(left.Right, right)),
        2 => new(new(left.Left, left.Right.Left), new(left.Right.Right, right)),
        -2 when right.Right._height >= right.Left._height => new(new(left, right.Left), right.Right),
        -2 => new(new(left, right.Left.Left), new(right.Left.Right, right.Right)),

        // Joining short strings can take several levels away at once.
        > 2 or < -2 => Join(left, right),
        _ => new(left, right),
    };
}
