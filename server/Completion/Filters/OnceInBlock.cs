using System.Text.RegularExpressions;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds what a block has only once, and has already, above the cursor or below: an arm of a choice, a key, an import, a
/// declaration.
/// </summary>
internal static partial class OnceInBlock
{
    /// <summary>Lines that are looked at, above and below each.</summary>
    private const int Lines = 60;

    /// <summary>A line needs this many characters.</summary>
    private const int ShortestLine = 4;

    private static readonly string[] ImportWords =
        ["import ", "from ", "using ", "#include ", "require ", "require(", "use ", "open ", "package ", "namespace ", "@import ", "extern crate "];

    private static readonly string[] DeclaringWords =
        ["def ", "func ", "fn ", "fun ", "function ", "class ", "interface ", "struct ", "enum ", "trait ", "module ", "sub ", "record "];

    /// <summary>Languages in which a function has its name for itself: elsewhere others may have it, too, with other parameters.</summary>
    private static readonly string[] WithoutOverloads = ["python", "javascript", "go", "rust", "c", "ruby", "php", "lua", "shellscript", "zig", "perl"];

    /// <summary>Languages in which a block may declare a variable with its value once.</summary>
    private static readonly string[] WithoutShadowing = ["javascript", "typescript", "kotlin", "swift", "java", "csharp"];

    /// <summary>The length of the completion up to what is there already; <see langword="null"/> where nothing is.</summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    /// <param name="reason">Where it is already.</param>
    public static int? FindCut(string text, Surroundings around, out FilterReason reason)
    {
        reason = FilterReason.RepeatsAbove;
        string[] lines = text.Split('\n');
        lines[0] = around.Line + lines[0];
        if (!around.IsAtLineEnd)
            lines[^1] += around.Rest;
        string[]? above = null;
        string[]? below = null;
        int start = 0;
        for (int i = 0; i < lines.Length; i++)
        {
            if (TellOnce(lines[i], around) is { } once)
            {
                if (StandsIn(above ??= [.. around.LinesAbove().Take(Lines)], once, around))
                    return Math.Max(0, start - 1);
                if (StandsIn(below ??= LinesBelow(around), once, around))
                {
                    reason = FilterReason.RepeatsNextLines;
                    return Math.Max(0, start - 1);
                }
            }

            start += lines[i].Length + 1 - (i == 0 ? around.Line.Length : 0);
        }

        return null;
    }

    /// <summary>What of a line its block has once; <see langword="null"/> where it may have such lines as often as it likes.</summary>
    private static (int Columns, string Text, bool IsWhole)? TellOnce(string line, Surroundings around)
    {
        string content = line.Trim();
        if (content.Length < ShortestLine)
            return null;
        if (StartsWithAny(content, ImportWords) || (StartsWithAny(content, DeclaringWords) && content.Contains('(', StringComparison.Ordinal))
            || (content.StartsWith("- ", StringComparison.Ordinal) && !content.EndsWith(':')))
        {
            if (DeclaredName(content, around) is not { Length: > 0 })
                return (Indentation.ColumnsOf(line), content, true);
        }

        string head = HeadOf(content, around);
        return head.Length == 0 ? null : (Indentation.ColumnsOf(line), head, false);
    }

    /// <summary>Whether something stands in the same block already.</summary>
    /// <param name="lines">The lines of the block in one direction, the nearest first.</param>
    /// <param name="once">What is looked for.</param>
    /// <param name="around">Where it goes.</param>
    private static bool StandsIn(string[] lines, (int Columns, string Text, bool IsWhole) once, Surroundings around)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            string content = lines[i].Trim();
            int columns = Indentation.ColumnsOf(lines[i]);

            // Behind a header, a directive, or an attribute stands something of its own.
            if (columns < once.Columns || content is ['[', .., ']'] or ['#', not ' ', ..] or ['@', ..])
                return false;
            if (columns == once.Columns && (once.IsWhole ? content == once.Text : HeadOf(content, around) == once.Text))
                return true;
        }

        return false;
    }

    private static string[] LinesBelow(Surroundings around)
    {
        List<string> lines = [];
        foreach (ReadOnlySpan<char> line in around.Suffix.AsSpan(around.Rest.Length).EnumerateLines())
        {
            if (!line.IsWhiteSpace())
                lines.Add(line.ToString());
            if (lines.Count == Lines)
                break;
        }

        return [.. lines];
    }

    /// <summary>What names an arm of a choice, an entry of a table, or what is declared; empty where a line is neither.</summary>
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
        if (DeclaredName(content, around) is { Length: > 0 } name)
            return name;
        return Before(content, " => ") is { } pattern && IsPattern(pattern) ? pattern
            : around.Language.Name is "kotlin" or "java" or "haskell" or "elixir" or "scala" && Before(content, " -> ") is { } arm && IsPattern(arm) ? arm
            : "";
    }

    /// <summary>The name that a line declares, with what it is, where the block may declare it once.</summary>
    private static string DeclaredName(string content, Surroundings around)
    {
        string language = around.Language.Name;
        if (content.EndsWith(';') && language is "c" or "cpp" or "typescript")
            return language is "typescript" && Variable().Match(content) is { Success: true } constant ? constant.Groups["name"].Value : "";
        if (WithoutOverloads.Contains(language) && Function().Match(content) is { Success: true } function)
            return $"{function.Groups["receiver"].Value}{function.Groups["name"].Value}()";
        if (language is "c" && CFunction().Match(content) is { Success: true } ofC)
            return $"{ofC.Groups["name"].Value}()";
        if (language is "shellscript" && ShellFunction().Match(content) is { Success: true } ofShell)
            return $"{ofShell.Groups["name"].Value}()";
        if (language is "sql" && Created().Match(content) is { Success: true } created)
            return created.Groups["name"].Value;
        if (WithoutShadowing.Contains(language) && Variable().Match(content) is { Success: true } variable)
            return variable.Groups["name"].Value;
        return "";
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

    [GeneratedRegex(
        @"^((export|default|async|static|pub(\([^)]*\))?|public|protected|private|final|abstract|unsafe|const|extern|local)\s+)*(def|func|fn|function\*?|sub)\s+(?<receiver>\([^)]*\)\s*)?(?<name>[\w.:?!]+)\s*([(<\[{:]|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Function();

    [GeneratedRegex(@"^(?!(return|else|case|goto|typedef)\b)[A-Za-z_]\w*[\s*]+([\w*]+[\s*]+)*(?<name>(?!__)[A-Za-z_]\w*)\s*\([^;]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex CFunction();

    [GeneratedRegex(@"^(?<name>[\w-]+)\s*\(\)\s*(\{|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellFunction();

    [GeneratedRegex(@"^create\s+(unique\s+)?(table|view|index|type|function)\s+(if\s+not\s+exists\s+)?(?<name>[\w.""`]+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Created();

    [GeneratedRegex(@"^(export\s+)?(const|let|val)\s+(?<name>\w+)\s*(:[^=]*)?=[^=>]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
