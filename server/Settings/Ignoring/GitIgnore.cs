using System.Diagnostics.CodeAnalysis;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>
/// Tells which files Git ignores: by the .gitignore files from the file's folder up to the root of its repository, and
/// by info/exclude. The index isn't asked, so a file that is tracked all the same counts as ignored. Thread-safe.
/// </summary>
internal sealed class GitIgnore(WorkspaceFiles files, bool ignoreCase)
{
    private readonly RuleFiles _rules = new(files, ignoreCase);

    /// <summary>
    /// Says by which line of which file a path is ignored, or which file can't be read that might say so; null where it isn't.
    /// </summary>
    /// <param name="filePath">A file's path on this machine, there or not.</param>
    public string? FindReason(string filePath)
    {
        if (GitRepository.Of(files, filePath) is not { } repository)
            return null;

        string path = Path.GetRelativePath(repository.Root, filePath).Replace(Path.DirectorySeparatorChar, '/');

        // From the weakest to the strongest; each folder's file joins when the way down comes past it.
        var sources = new List<(string File, int Start, IgnoreRules Rules)>();
        if (repository.ExcludeFile is { } exclude && !TryAdd(exclude, start: 0, out string? unknown))
            return unknown;

        int start = 0;
        foreach (int length in IgnoreRules.LengthsOf(path))
        {
            if (!TryAdd(Path.Combine(repository.Root, path[..start], ".gitignore"), start, out unknown))
                return unknown;

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

        bool TryAdd(string file, int start, [NotNullWhen(false)] out string? unknown)
        {
            sources.Add((file, start, _rules.Read(file, out FileRefusal? refusal)));
            unknown = refusal is null ? null : $"{file} can't be read, so whether it ignores this isn't known: {refusal.Words}";
            return refusal is null;
        }
    }
}
