namespace LspCompletion.Server.Completion.Filters;

/// <summary>Finds where a text goes round in circles, as small models do when they have nothing left to say.</summary>
internal static class Repetition
{
    /// <summary>Groups of lines with fewer characters say too little: some code is so by nature.</summary>
    private const int ShortestGroup = 10;

    /// <summary>From this length on, a group of several lines that comes twice in a row is a circle.</summary>
    private const int TellingGroup = 20;

    /// <summary>What ends a line that may as well go on.</summary>
    private const string Closing = ";,)]}\"'";

    /// <summary>The longest piece of a line that is looked for again right behind it.</summary>
    private const int LongestPiece = 64;

    private const int FewestPieces = 4;

    /// <summary>How much of a line repeated pieces must take up; data has its rows of zeros.</summary>
    private const int ShortestRun = 32;

    /// <summary>The same for pieces without letters and digits: rules of dashes are long by nature.</summary>
    private const int ShortestRunOfSigns = 100;

    /// <summary>
    /// The length of what comes before the first repetition; null where there is none. A line that circles within
    /// itself is dropped whole, since half of it would be no better.
    /// </summary>
    public static int? FindStart(string text)
    {
        List<Range> lines = SplitLines(text);
        for (int i = 0; i < lines.Count; i++)
        {
            if (CirclesWithin(text.AsSpan()[lines[i]]))
                return lines[i].Start.Value;
            if (Grows(text, lines, i) && Grows(text, lines, i + 1))
                return lines[i + 1].Start.Value;
            for (int size = 1; i + (2 * size) <= lines.Count; size++)
            {
                if (RepeatsGroup(text, lines, i, size))
                    return lines[i + size].Start.Value;
            }
        }

        return null;
    }

    /// <summary>Whether the lines of a group follow again right behind it, often enough for their length.</summary>
    private static bool RepeatsGroup(string text, List<Range> lines, int first, int size)
    {
        int length = 0;
        bool saysSomething = false;
        for (int i = first; i < first + size; i++)
        {
            ReadOnlySpan<char> line = text.AsSpan()[lines[i]].Trim();
            length += line.Length;
            saysSomething |= HasWord(line);
        }

        if (!saysSomething || length < ShortestGroup)
            return false;

        int needed = size > 1 && length >= TellingGroup ? 2 : 3;
        if (first + (needed * size) > lines.Count)
            return false;
        for (int i = first + size; i < first + (needed * size); i++)
        {
            ReadOnlySpan<char> line = text.AsSpan()[lines[i]].Trim();
            ReadOnlySpan<char> model = text.AsSpan()[lines[i - size]].Trim();

            // The last line may have been cut by a limit.
            bool isCut = i == lines.Count - 1 && !line.IsEmpty && model.StartsWith(line);
            if (!isCut && !line.SequenceEqual(model))
                return false;
        }

        return true;
    }

    /// <summary>Whether a line says again what the one above it says, and then more.</summary>
    private static bool Grows(string text, List<Range> lines, int above)
    {
        if (above + 1 >= lines.Count)
            return false;

        ReadOnlySpan<char> shorter = text.AsSpan()[lines[above]].Trim().TrimEnd(Closing);
        ReadOnlySpan<char> longer = text.AsSpan()[lines[above + 1]].Trim();
        return shorter.Length >= TellingGroup && longer.Length > shorter.Length + 1 && longer.StartsWith(shorter);
    }

    private static bool CirclesWithin(ReadOnlySpan<char> line)
    {
        for (int length = 1; length <= Math.Min(LongestPiece, line.Length / FewestPieces); length++)
        {
            int run = 0;
            for (int i = length; i < line.Length; i++)
            {
                run = line[i] == line[i - length] ? run + 1 : 0;
                int covered = run + length;
                if (run > 0 && covered >= FewestPieces * length && covered >= ShortestRun
                    && covered >= (HasWord(line[(i - length + 1)..(i + 1)]) ? ShortestRun : ShortestRunOfSigns))
                {
                    return !line[(i - length + 1)..(i + 1)].IsWhiteSpace();
                }
            }
        }

        return false;
    }

    private static bool HasWord(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (char.IsLetterOrDigit(character))
                return true;
        }

        return false;
    }

    private static List<Range> SplitLines(string text)
    {
        var lines = new List<Range>();
        int start = 0;
        while (true)
        {
            int length = text.AsSpan(start).IndexOfAny('\n', '\r');
            if (length < 0)
            {
                lines.Add(start..text.Length);
                return lines;
            }

            int end = start + length;
            lines.Add(start..end);
            start = end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
        }
    }
}
