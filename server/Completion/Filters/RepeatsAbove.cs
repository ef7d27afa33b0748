namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds what stands above the cursor and is written once more: the last line, as small models do when they have nothing to
/// say; several lines; what a block has only once, such as an arm, a key, an import or a declaration.
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

    private static readonly string[] ImportWords =
        ["import ", "from ", "using ", "#include ", "require ", "require(", "use ", "open ", "package ", "namespace ", "@import ", "extern crate "];

    private static readonly string[] DeclaringWords =
        ["def ", "func ", "fn ", "fun ", "function ", "class ", "interface ", "struct ", "enum ", "trait ", "module ", "sub ", "record "];

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
                || IsOnceInBlock(lines[i], above, around)
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

    /// <summary>Whether a line is of a kind that a block has once, and stands in the block already.</summary>
    private static bool IsOnceInBlock(string line, string[] above, Surroundings around)
    {
        string content = line.Trim();
        if (content.Length < ShortestLine)
            return false;

        int columns = Indentation.ColumnsOf(line);
        string head = HeadOf(content, around);
        bool isWhole = StartsWithAny(content, ImportWords) || (StartsWithAny(content, DeclaringWords) && content.Contains('(', StringComparison.Ordinal))
            || content.StartsWith("- ", StringComparison.Ordinal);
        if (head.Length == 0 && !isWhole)
            return false;

        foreach (string other in above)
        {
            int otherColumns = Indentation.ColumnsOf(other);
            string otherContent = other.Trim();
            if (otherColumns < columns || otherContent is ['[', .., ']'])
                return false;
            if (otherColumns == columns && (isWhole ? otherContent == content : HeadOf(otherContent, around) == head))
                return true;
        }

        return false;
    }

    /// <summary>What names an arm of a choice, or an entry of a table; empty where a line is neither.</summary>
    private static string HeadOf(string content, Surroundings around)
    {
        if (content.StartsWith("case ", StringComparison.Ordinal) || content.StartsWith("default:", StringComparison.Ordinal))
            return content.EndsWith(':') || content.EndsWith('{') ? content : "";
        if (content is ['|', ' ', ..])
            return Before(content, " ->") ?? (around.Language.Name is "fsharp" or "ocaml" or "haskell" ? content : "");
        if (around.Language.Name is "json" && content is ['"', ..])
            return Before(content, "\":") ?? "";
        if (around.Language.Name is "yaml" && content is not ['-', ..] and not ['#', ..])
            return Before(content + " ", ": ") ?? "";
        if (around.Language.Name is "toml" or "ini" && content is not ['#', ..] and not ['[', ..])
            return Before(content, "=")?.TrimEnd() ?? "";
        return Before(content, " => ") is { } pattern && IsPattern(pattern) ? pattern
            : around.Language.Name is "kotlin" or "java" or "haskell" or "elixir" or "scala" && Before(content, " -> ") is { } arm && IsPattern(arm) ? arm
            : "";
    }

    /// <summary>Whether a text can name an arm: a value, not the beginning of a call or a declaration.</summary>
    private static bool IsPattern(string text) =>
        text is not ['(', ..] && !text.Contains('=', StringComparison.Ordinal)
        && text.Count(character => character is '(' or '[' or '{') == text.Count(character => character is ')' or ']' or '}')
        && (text.Contains('.', StringComparison.Ordinal) || text.Length > 1) && text is not "_";

    private static string? Before(string text, string mark)
    {
        int index = text.IndexOf(mark, StringComparison.Ordinal);
        return index > 0 ? text[..index] : null;
    }

    private static bool StartsWithAny(string text, string[] words) =>
        words.Any(word => text.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private static bool SaysSomething(string text) => text.Any(char.IsLetter);
}
