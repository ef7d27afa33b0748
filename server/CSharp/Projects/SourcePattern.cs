using LspCompletion.Server.Files;
using LspCompletion.Server.Settings.Ignoring;

namespace LspCompletion.Server.CSharp.Projects;

/// <summary>Files as a project's items name several at once, such as <c>../shared/**/*.cs</c>.</summary>
internal sealed class SourcePattern
{
    /// <summary>More than anybody would write.</summary>
    private const int Longest = 1024;

    private readonly GlobPattern _glob;

    private SourcePattern(string folder, GlobPattern glob, bool isDeep)
    {
        Folder = folder;
        _glob = glob;
        IsDeep = isDeep;
    }

    /// <summary>The folder that all that it can match lies in.</summary>
    public string Folder { get; }

    /// <summary>Whether it can match what lies deeper in that folder.</summary>
    public bool IsDeep { get; }

    /// <summary>Whether a path names several files.</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>Reads a pattern.</summary>
    /// <param name="path">The pattern, made an absolute path.</param>
    /// <returns><see langword="null"/> if it can match nothing.</returns>
    public static SourcePattern? TryParse(string path)
    {
        int wildcard = path.AsSpan().IndexOfAny('*', '?');
        int end = path.LastIndexOf(Path.DirectorySeparatorChar, wildcard);
        if (path.Length > Longest || end < 0)
            return null;

        // Two stars before a separator stand for any folders, or for none. Brackets mean nothing in project files.
        string names = path[(end + 1)..].Replace(Path.DirectorySeparatorChar, '/');
        return GlobPattern.TryParse(names.Replace("[", @"\[", StringComparison.Ordinal), ignoreCase: true, out GlobPattern? glob)
            ? new SourcePattern(
                Path.TrimEndingDirectorySeparator(path[..(end + 1)]),
                glob,
                isDeep: names.Contains('/', StringComparison.Ordinal) || names.Contains("**", StringComparison.Ordinal))
            : null;
    }

    /// <summary>Whether a file is one of them.</summary>
    public bool Matches(string path)
    {
        int start = Path.EndsInDirectorySeparator(Folder) ? Folder.Length : Folder.Length + 1;
        return FilePaths.IsBelow(path, Folder) && _glob.IsMatch(path[start..].Replace(Path.DirectorySeparatorChar, '/'));
    }
}
