namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>
/// Tells which files Git ignores: by the .gitignore files from the file's folder up to the root of its repository, and
/// by info/exclude. The index isn't asked, so a file that is tracked all the same counts as ignored. Thread-safe.
/// </summary>
internal sealed class GitIgnore(bool ignoreCase)
{
    private readonly RuleFiles _files = new(ignoreCase);

    /// <summary>Says by which line of which file a path is ignored; null where it isn't.</summary>
    /// <param name="filePath">A file's path on this machine, there or not.</param>
    public string? FindReason(string filePath)
    {
        if (GitRepository.Of(filePath) is not { } repository)
            return null;

        string path = Path.GetRelativePath(repository.Root, filePath).Replace(Path.DirectorySeparatorChar, '/');

        // From the weakest to the strongest; each folder's file joins when the way down comes past it.
        var sources = new List<(string File, int Start, IgnoreRules Rules)>
        {
            (repository.ExcludeFile, 0, _files.Read(repository.ExcludeFile)),
        };
        int start = 0;
        foreach (int length in IgnoreRules.LengthsOf(path))
        {
            string file = Path.Combine(repository.Root, path[..start], ".gitignore");
            sources.Add((file, start, _files.Read(file)));
            for (int i = sources.Count - 1; i >= 0; i--)
            {
                string relative = path[sources[i].Start..length];
                if (sources[i].Rules.FindDeciding(relative, isDirectory: length < path.Length) is { } rule)
                {
                    if (!rule.IsNegated)
                        return $"{sources[i].File} ignores it: {rule.Text}";
                    break;
                }
            }

            start = length + 1;
        }

        return null;
    }
}
