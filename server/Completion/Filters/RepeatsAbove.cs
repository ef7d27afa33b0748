namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds lines that stand above the cursor and are written once more: the last one, as small models do when they have nothing to
/// say, or several.
/// </summary>
internal static class RepeatsAbove
{
    /// <summary>Lines above the cursor that are looked at.</summary>
    private const int Lines = 60;

    /// <summary>Lines that a completion may echo before it goes on with what is new.</summary>
    private const int MostEchoed = 3;

    /// <summary>Two lines need so many characters together to tell them from any others.</summary>
    private const int TellingPair = 24;

    /// <summary>A line needs this many characters.</summary>
    private const int ShortestLine = 4;

    /// <summary>
    /// The length of the lines above that the completion begins with, where something new follows them;
    /// <see langword="null"/> where it doesn't begin with any.
    /// </summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    public static int? FindEcho(string text, Surroundings around)
    {
        if (!around.IsInIndentation || !text.Contains('\n', StringComparison.Ordinal))
            return null;

        string[] above = [.. around.LinesAbove().Take(MostEchoed).Select(line => line.Trim()).Reverse()];
        string[] lines = text.Split('\n');
        for (int count = Math.Min(above.Length, lines.Length - 1); count > 0; count--)
        {
            bool isEcho = lines.Take(count).Select(line => line.Trim()).SequenceEqual(above.TakeLast(count));
            if (isEcho && SaysSomething(above[^1]) && (count == 1 || !above.Contains(lines[count].Trim())))
                return lines.Take(count).Sum(line => line.Length + 1);
        }

        return null;
    }

    /// <summary>The length of the completion up to what is repeated; <see langword="null"/> where nothing is.</summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    public static int? FindCut(string text, Surroundings around)
    {
        string[] above = [.. around.LinesAbove().Take(Lines)];
        if (above.Length == 0)
            return null;

        string[] lines = text.Split('\n');
        lines[0] = around.Line + lines[0];
        if (around.Rest.Length > 0 && !around.IsAtLineEnd)
            lines[^1] += around.Rest;
        int start = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            bool repeats = (i == 0 && IsSameLine(lines[0], above[0], around))
                || IsPair(lines, i, above);
            if (repeats)
                return Math.Max(0, start - 1);
            start += lines[i].Length + 1 - (i == 0 ? around.Line.Length : 0);
        }

        return null;
    }

    private static bool IsSameLine(string line, string above, Surroundings around)
    {
        string content = line.Trim();
        return content.Length >= ShortestLine && SaysSomething(content) && content == above.Trim()
            && !content.StartsWith("</", StringComparison.Ordinal)
            && !around.Language.Closings.Any(closing => content.StartsWith(closing, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsPair(string[] lines, int i, string[] above)
    {
        if (i + 1 >= lines.Length)
            return false;

        string first = lines[i].Trim();
        string second = lines[i + 1].Trim();
        if (first.Length + second.Length < TellingPair || !SaysSomething(first) || !SaysSomething(second))
            return false;
        for (int j = 0; j + 1 < above.Length; j++)
        {
            if (above[j + 1].Trim() == first && above[j].Trim() == second)
                return true;
        }

        return false;
    }

    private static bool SaysSomething(string text) => text.Any(char.IsLetter);
}
