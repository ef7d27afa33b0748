using LspCompletion.Engine;

namespace LspCompletion.Server.Commands.Sources;

/// <summary>A text and where its lines lie. Lines end with LF, CR LF or CR, as in the Language Server Protocol.</summary>
internal sealed class SourceText
{
    private readonly List<Range> _lines;

    /// <summary>Finds the lines of <paramref name="text"/>.</summary>
    /// <param name="name">What to call the text in messages.</param>
    /// <param name="text">The text itself.</param>
    public SourceText(string name, string text)
    {
        Name = name;
        Text = text;
        _lines = FindLines(text);
    }

    /// <summary>What to call the text in messages.</summary>
    public string Name { get; }

    /// <summary>The text itself.</summary>
    public string Text { get; }

    /// <summary>The number of lines; what follows the last line break is a line too, though it may be empty.</summary>
    public int LineCount => _lines.Count;

    /// <summary>Where a line lies in <see cref="Text"/>, its line break not counted.</summary>
    /// <param name="line">The line, counted from 1.</param>
    public (int Start, int End) Line(int line) => (_lines[line - 1].Start.Value, _lines[line - 1].End.Value);

    /// <summary>The line, counted from 1, that <paramref name="offset"/> stands in.</summary>
    public int LineAt(int offset)
    {
        int index = _lines.FindLastIndex(line => line.Start.Value <= offset);
        return index + 1;
    }

    /// <summary>The offset into <see cref="Text"/> of a line and a column that both count from 1.</summary>
    /// <exception cref="EngineException">The text has no such place.</exception>
    public int OffsetOf(int line, int column)
    {
        if (line > LineCount)
        {
            throw new EngineException(
                $"Line {line} is past the end of {Name}, which has {Count(LineCount, "line")}: choose one from 1 to {LineCount}.");
        }

        (int start, int end) = Line(line);
        int offset = start + column - 1;
        if (column > end - start + 1)
        {
            throw new EngineException(
                $"Column {column} is past the end of line {line} of {Name}, which has {Count(end - start, "character")}: "
                + $"choose one from 1 to {end - start + 1}.");
        }

        if (offset > start && offset < end && char.IsSurrogatePair(Text[offset - 1], Text[offset]))
        {
            throw new EngineException(
                $"Column {column} of line {line} of {Name} is inside the character {Text.Substring(offset - 1, 2)}, "
                + $"which takes two columns: choose {column - 1} or {column + 1}.");
        }

        return offset;
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";

    private static List<Range> FindLines(string text)
    {
        List<Range> lines = [];
        int start = 0;
        while (text.AsSpan(start).IndexOfAny('\r', '\n') is var length and >= 0)
        {
            int end = start + length;
            lines.Add(start..end);
            bool isPair = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n';
            start = end + (isPair ? 2 : 1);
        }

        lines.Add(start..text.Length);
        return lines;
    }
}
