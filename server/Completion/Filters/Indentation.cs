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
}
