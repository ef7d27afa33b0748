namespace LspCompletion.Server.Completion.Filters;

/// <summary>Measures how far lines are indented.</summary>
internal static class Indentation
{
    /// <summary>What a tab counts where it meets spaces; other indentations mix no tabs with spaces.</summary>
    public const int TabWidth = 4;

    /// <summary>The length of the blanks and tabs that a line begins with.</summary>
    public static int LengthOf(ReadOnlySpan<char> line)
    {
        int length = line.IndexOfAnyExcept(' ', '\t');
        return length < 0 ? line.Length : length;
    }

    /// <summary>The columns that a line is indented by.</summary>
    public static int ColumnsOf(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> indentation = line[..LengthOf(line)];
        return indentation.Length + (indentation.Count('\t') * (TabWidth - 1));
    }

    /// <summary>A line that is indented by so many columns more; by fewer, where that is less than nothing.</summary>
    public static string Shift(string line, int columns, bool usesTabs)
    {
        if (string.IsNullOrWhiteSpace(line))
            return line;

        int target = Math.Max(0, ColumnsOf(line) + columns);
        string indentation = usesTabs
            ? new string('\t', target / TabWidth) + new string(' ', target % TabWidth)
            : new string(' ', target);
        return indentation + line[LengthOf(line)..];
    }
}
