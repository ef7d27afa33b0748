namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>
/// One line of a .gitignore, by the rules of https://git-scm.com/docs/gitignore#_pattern_format.
/// </summary>
internal sealed class IgnoreRule
{
    private readonly GlobPattern _glob;
    private readonly bool _matchesPath;
    private readonly bool _matchesDirectoriesOnly;

    private IgnoreRule(string text, GlobPattern glob, bool isNegated, bool matchesPath, bool matchesDirectoriesOnly)
    {
        Text = text;
        IsNegated = isNegated;
        _glob = glob;
        _matchesPath = matchesPath;
        _matchesDirectoriesOnly = matchesDirectoriesOnly;
    }

    /// <summary>The line as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether what matches is taken back from an earlier rule.</summary>
    public bool IsNegated { get; }

    /// <summary>Reads a line; null where it says nothing: blank, a comment, or nothing that can match.</summary>
    public static IgnoreRule? Parse(string line, bool ignoreCase)
    {
        ReadOnlySpan<char> pattern = TrimEnd(line);
        if (pattern is [] or ['#', ..])
            return null;

        bool isNegated = pattern[0] == '!';
        if (isNegated)
            pattern = pattern[1..];
        bool matchesDirectoriesOnly = pattern is [.., '/'];
        if (matchesDirectoriesOnly)
            pattern = pattern[..^1];

        // A slash at the beginning or in the middle ties the pattern to the folder of its file.
        bool matchesPath = pattern.Contains('/');
        if (pattern is ['/', ..])
            pattern = pattern[1..];
        return !pattern.IsEmpty && GlobPattern.TryParse(pattern, ignoreCase, out GlobPattern? glob)
            ? new IgnoreRule(line, glob, isNegated, matchesPath, matchesDirectoriesOnly)
            : null;
    }

    /// <summary>Whether the rule is about a path.</summary>
    /// <param name="path">Relative to the folder of the rule's file, with forward slashes.</param>
    /// <param name="isDirectory">Whether it is a directory's.</param>
    public bool Matches(ReadOnlySpan<char> path, bool isDirectory) =>
        (isDirectory || !_matchesDirectoriesOnly)
        && _glob.IsMatch(_matchesPath ? path : path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>Spaces at the end don't count, unless a backslash stands before.</summary>
    private static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> line)
    {
        int length = 0;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
                length = ++i + 1;
            else if (line[i] != ' ')
                length = i + 1;
        }

        return line[..length];
    }
}
