namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds lines in a completion that stand below the cursor already, though not right below it: that the engine sees
/// by itself.
/// </summary>
internal static class RepeatedLines
{
    /// <summary>How many lines below the cursor are looked at; blank ones don't count.</summary>
    private const int LinesBelow = 10;

    /// <summary>How far below a single line may stand to be taken for the same.</summary>
    private const int LinesBelowSingle = 3;

    /// <summary>A first line needs this many characters to tell two lines from any others.</summary>
    private const int LongLine = 10;

    /// <summary>A line needs this many characters to tell itself from any other.</summary>
    private const int LongSingleLine = 20;

    /// <summary>The length of the completion up to the repeated lines; null where there are none.</summary>
    /// <param name="line">The cursor's line up to the cursor; nothing stands behind it.</param>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="suffix">The text after the cursor.</param>
    public static int? FindCut(ReadOnlySpan<char> line, string text, ReadOnlySpan<char> suffix)
    {
        List<string> below = TakeLines(suffix);
        List<(string Content, int Start)> written = [];
        int start = 0;
        foreach (string current in text.Split('\n'))
        {
            string content = (start == 0 ? $"{line}{current}" : current).Trim();
            if (content.Length > 0)
                written.Add((content, start));
            start += current.Length + 1;
        }

        for (int i = 0; i < written.Count; i++)
        {
            for (int j = 0; j < below.Count; j++)
            {
                if (IsRepetition(written, i, below, j))
                    return Math.Max(0, written[i].Start - 1);
            }
        }

        return null;
    }

    private static bool IsRepetition(List<(string Content, int Start)> written, int i, List<string> below, int j)
    {
        string content = written[i].Content;
        if (content.Length < LongLine || content != below[j])
            return false;
        if (i + 1 < written.Count)
            return j + 1 < below.Count && written[i + 1].Content == below[j + 1];
        return i == 0 && j < LinesBelowSingle && content.Length >= LongSingleLine;
    }

    private static List<string> TakeLines(ReadOnlySpan<char> suffix)
    {
        List<string> lines = [];
        foreach (ReadOnlySpan<char> line in suffix.EnumerateLines())
        {
            if (!line.IsWhiteSpace())
                lines.Add(line.Trim().ToString());
            if (lines.Count == LinesBelow)
                break;
        }

        return lines;
    }
}
