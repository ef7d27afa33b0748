using System.Text.RegularExpressions;

namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>Finds the names of files whose copies editors, tools and people keep under other names: of the same content.</summary>
internal static partial class FileCopies
{
    private const int MostCopies = 4;

    /// <summary>A path, and those of the files that it may be a copy of.</summary>
    /// <param name="path">A path with forward slashes.</param>
    public static IEnumerable<string> NamesOf(string path)
    {
        yield return path;
        for (int i = 0; i < MostCopies && FindOriginal(path) is { } original; i++)
            yield return path = original;
    }

    private static string? FindOriginal(string path)
    {
        int start = path.LastIndexOf('/') + 1;
        string name = path[start..];
        foreach (Regex form in (Regex[])[Marked(), Swapped(), Suffixed(), Inserted()])
        {
            Match match = form.Match(name);
            if (match.Success)
                return string.Concat(path.AsSpan(0, start), match.Groups["name"].Value, match.Groups["ending"].Value);
        }

        return null;
    }

    /// <summary>Emacs marks what isn't saved, and what is locked: <c>#name#</c>, <c>.#name</c>.</summary>
    [GeneratedRegex("^(#(?<name>.+)#|\\.#(?<name>.+))$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Marked();

    /// <summary>Vim hides what it swaps out, and what it needs to undo: <c>.name.swp</c>, <c>.name.un~</c>.</summary>
    [GeneratedRegex("^\\.(?<name>.+)\\.(s[a-w][a-z]|un~)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Swapped();

    /// <summary>Most write something behind the name: <c>name~</c>, <c>name.bak</c>, <c>name.orig</c>.</summary>
    [GeneratedRegex(
        "^(?<name>.+?)(\\.~[0-9]+~|~|\\.(bak|backup|orig|old|save|sav|tmp|temp|copy|rej|dist|disabled|swp|swo|[0-9]{1,3})[0-9]*)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Suffixed();

    /// <summary>Some before its ending: <c>name - Copy.json</c>, <c>name (1).json</c>, <c>name_LOCAL_1234.json</c>.</summary>
    [GeneratedRegex(
        "^(?<name>.+?)( ?- ?Copy| copy)?( ?\\([0-9]+\\)| [0-9]+|[._](BASE|LOCAL|REMOTE|BACKUP)[._][0-9]+)?(?<ending>\\.[A-Za-z0-9]+)$(?<=( ?- ?Copy| copy|\\)|copy [0-9]+|[._][0-9]+)\\.[A-Za-z0-9]+)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Inserted();
}
