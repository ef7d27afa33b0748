namespace LspCompletion.Server.Completion.Filters;

/// <summary>What a file indents with. Models mostly follow it, and now and then don't.</summary>
/// <param name="UsesTabs">Whether its lines are indented by tabs.</param>
/// <param name="Width">The number of spaces of a level, where they are indented by spaces.</param>
internal sealed record IndentationStyle(bool UsesTabs, int Width)
{
    private const int WidestLevel = 8;

    /// <summary>What most files are indented with.</summary>
    public static IndentationStyle Usual { get; } = new(UsesTabs: false, Indentation.TabWidth);

    /// <summary>The style of a document around the cursor; null where no line is indented.</summary>
    /// <param name="prefix">The text before the cursor, as far as it is to be looked at.</param>
    /// <param name="suffix">The text after it.</param>
    public static IndentationStyle? Around(ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix)
    {
        int tabbed = 0;
        int spaced = 0;
        Span<int> steps = stackalloc int[WidestLevel + 1];
        steps.Clear();
        Count(prefix, ref tabbed, ref spaced, steps);
        Count(suffix, ref tabbed, ref spaced, steps);
        if (tabbed + spaced == 0)
            return null;

        int width = Indentation.TabWidth;
        for (int step = 2; step <= WidestLevel; step++)
        {
            if (steps[step] > steps[width])
                width = step;
        }

        return new IndentationStyle(tabbed > spaced, width);
    }

    /// <summary>Indents lines as the file does.</summary>
    /// <param name="text">Lines that end with line feeds.</param>
    /// <param name="startsInIndentation">Whether the first one begins in the indentation of its line.</param>
    public string Apply(string text, bool startsInIndentation)
    {
        string[] lines = text.Split('\n');
        int width = UsesTabs ? LevelOf(lines.AsSpan(startsInIndentation ? 0 : 1)) : Width;
        for (int i = startsInIndentation ? 0 : 1; i < lines.Length; i++)
        {
            int length = Indentation.LengthOf(lines[i]);
            string indentation = lines[i][..length];
            lines[i] = (UsesTabs ? ToTabs(indentation, width) : ToSpaces(indentation, width)) + lines[i][length..];
        }

        return string.Join('\n', lines);
    }

    /// <summary>Behind a tab, spaces align and don't indent.</summary>
    private static string ToTabs(string indentation, int width) =>
        indentation.StartsWith(' ') && !indentation.Contains('\t', StringComparison.Ordinal)
            ? new string('\t', indentation.Length / width) + new string(' ', indentation.Length % width)
            : indentation;

    private static string ToSpaces(string indentation, int width) =>
        indentation.Replace("\t", new string(' ', width), StringComparison.Ordinal);

    /// <summary>The number of spaces that generated lines take for a level.</summary>
    private static int LevelOf(ReadOnlySpan<string> lines)
    {
        foreach (string line in lines)
        {
            int spaces = Indentation.LengthOf(line);
            if (spaces % Indentation.TabWidth == 2)
                return 2;
        }

        return Indentation.TabWidth;
    }

    /// <summary>Counts indented lines, and the steps in spaces from a line to the next.</summary>
    private static void Count(ReadOnlySpan<char> text, ref int tabbed, ref int spaced, Span<int> steps)
    {
        int above = 0;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (line.IsWhiteSpace())
                continue;

            int spaces = line[0] == '\t' ? 0 : Indentation.LengthOf(line);
            tabbed += line[0] == '\t' ? 1 : 0;

            // A single one aligns the lines of a comment.
            spaced += spaces > 1 ? 1 : 0;
            int step = Math.Abs(spaces - above);
            if (step is > 1 and <= WidestLevel)
                steps[step]++;
            above = spaces;
        }
    }
}
