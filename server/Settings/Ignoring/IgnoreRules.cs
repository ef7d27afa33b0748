namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>The rules of one .gitignore, or of anything written like one. Immutable.</summary>
internal sealed class IgnoreRules
{
    private readonly IgnoreRule[] _rules;

    private IgnoreRules(IEnumerable<IgnoreRule?> rules) => _rules = [.. rules.OfType<IgnoreRule>()];

    /// <summary>No rule.</summary>
    public static IgnoreRules None { get; } = new([]);

    /// <summary>Reads the lines of a file.</summary>
    public static IgnoreRules Parse(string text, bool ignoreCase) =>
        new(text.Split('\n').Select(line => IgnoreRule.Parse(line.EndsWith('\r') ? line[..^1] : line, ignoreCase)));

    /// <summary>Takes each text for a line.</summary>
    public static IgnoreRules From(IEnumerable<string> lines, bool ignoreCase) =>
        new(lines.Select(line => IgnoreRule.Parse(line, ignoreCase)));

    /// <summary>The rule that decides about a path, which is the last that matches; null where none does.</summary>
    /// <param name="path">Relative to the folder of the rules, with forward slashes.</param>
    /// <param name="isDirectory">Whether it is a directory's.</param>
    public IgnoreRule? FindDeciding(ReadOnlySpan<char> path, bool isDirectory)
    {
        for (int i = _rules.Length - 1; i >= 0; i--)
        {
            if (_rules[i].Matches(path, isDirectory))
                return _rules[i];
        }

        return null;
    }

    /// <summary>
    /// The rule by which a file is ignored, itself or with one of its folders; null where it isn't. What a folder's
    /// rule ignores, no later rule takes back.
    /// </summary>
    /// <param name="path">The file's path, relative to the folder of the rules, with forward slashes.</param>
    public IgnoreRule? FindIgnoring(ReadOnlySpan<char> path)
    {
        foreach (int length in LengthsOf(path))
        {
            if (FindDeciding(path[..length], isDirectory: length < path.Length) is { IsNegated: false } rule)
                return rule;
        }

        return null;
    }

    /// <summary>The lengths of the paths of a file's folders from the outermost on, and of its own.</summary>
    public static IReadOnlyList<int> LengthsOf(ReadOnlySpan<char> path)
    {
        var lengths = new List<int>();
        for (int i = 1; i < path.Length; i++)
        {
            if (path[i] == '/')
                lengths.Add(i);
        }

        lengths.Add(path.Length);
        return lengths;
    }
}
