namespace LspCompletion.Server.Documents;

/// <summary>
/// The text of a document at one moment, immutable. An edit and every question about positions cost the logarithm of the
/// text's length, however long its lines are. Offsets count UTF-16 code units; lines end with LF, CR LF or a lone CR.
/// </summary>
internal sealed class DocumentText
{
    private readonly TextNode _root;

    /// <summary>Takes a whole text.</summary>
    public DocumentText(string text)
        : this(TextNode.Of(text))
    {
    }

    private DocumentText(TextNode root) => _root = root;

    /// <summary>Its UTF-16 code units.</summary>
    public int Length => _root.Summary.Length;

    /// <summary>Its lines; the last one has no line break, and may be empty.</summary>
    public int LineCount => _root.Summary.Breaks + 1;

    /// <summary>The code unit at an offset.</summary>
    public char this[int offset]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(offset);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, Length);
            return _root[offset];
        }
    }

    /// <summary>Copies a part.</summary>
    public string Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
        return string.Create(length, (_root, start), static (target, from) => from._root.CopyTo(from.start, target));
    }

    /// <summary>The text with another in place of what stands between two offsets.</summary>
    public DocumentText Replace(int start, int end, ReadOnlySpan<char> text)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, end);
        return new DocumentText(_root.Replace(start, end, text));
    }

    /// <summary>The first offset at which <paramref name="other"/> differs; where one ends if it is the other's beginning.</summary>
    public int CommonPrefixLength(ReadOnlySpan<char> other) => _root.CommonPrefixLength(0, other);

    /// <summary>How many code units at the end are those of <paramref name="other"/>.</summary>
    public int CommonSuffixLength(ReadOnlySpan<char> other) => _root.CommonSuffixLength(Length, other);

    /// <summary>Whether another text has the same characters. Copies nothing.</summary>
    public bool IsSameAs(DocumentText other) => Length == other.Length && _root.CommonPrefixLength(other._root, 0) == Length;

    /// <summary>The shortest edit that makes another text of this one. Copies nothing.</summary>
    /// <returns>What is replaced of this text, and where what replaces it ends in the other.</returns>
    public (int Start, int End, int EndAfter) DifferenceTo(DocumentText after)
    {
        int start = _root.CommonPrefixLength(after._root, 0);
        int most = Math.Min(Length, after.Length) - start;
        int end = most == 0 ? 0 : Math.Min(most, _root.CommonSuffixLength(after._root, after.Length));
        return (start, Length - end, after.Length - end);
    }

    /// <summary>The offset at which a line begins.</summary>
    public int LineStart(int line)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(line);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(line, LineCount);
        return _root.OffsetBehindBreak(line);
    }

    /// <summary>The offset at which a line ends, before its line break.</summary>
    public int LineEnd(int line)
    {
        if (line == LineCount - 1)
            return Length;

        int next = LineStart(line + 1);
        return next >= 2 && this[next - 1] == '\n' && this[next - 2] == '\r' ? next - 2 : next - 1;
    }

    /// <summary>
    /// The offset of a position. One behind the end of its line means that end, one behind the last line the end of the
    /// text, one within a character of several UTF-8 bytes the character's beginning.
    /// </summary>
    public int OffsetOf(TextPosition position, PositionEncoding encoding)
    {
        if (position.Line >= LineCount)
            return Length;
        if (position.Line < 0)
            return 0;

        int start = LineStart(position.Line);
        int end = LineEnd(position.Line);
        int character = Math.Max(0, position.Character);
        if (encoding == PositionEncoding.Utf16)
            return start + Math.Min(character, end - start);

        int before = _root.Utf8LengthBefore(start);
        return character >= _root.Summary.Utf8Length - before
            ? end
            : Math.Min(end, _root.OffsetAtUtf8Length(before + character));
    }

    /// <summary>The position of an offset. One within a line break means the end of the line.</summary>
    public TextPosition PositionOf(int offset, PositionEncoding encoding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        if (offset > 0 && offset < Length && this[offset - 1] == '\r' && this[offset] == '\n')
            offset--;

        int line = _root.BreaksBefore(offset);
        int start = _root.OffsetBehindBreak(line);
        if (encoding == PositionEncoding.Utf16)
            return new TextPosition(line, offset - start);

        int character = CharacterStart(offset);
        return new TextPosition(line, _root.Utf8LengthBefore(character) - _root.Utf8LengthBefore(start));
    }

    /// <summary>The offset itself, or, within a surrogate pair, the one at which that begins.</summary>
    public int CharacterStart(int offset) =>
        offset > 0 && offset < Length && char.IsSurrogatePair(this[offset - 1], this[offset]) ? offset - 1 : offset;

    /// <summary>The whole text. For tests and small documents: it copies everything.</summary>
    public override string ToString() => Slice(0, Length);
}
