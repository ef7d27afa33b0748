using LspCompletion.Server.Files;

namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>
/// Tells which files are to be let alone by a file of one's own: <c>.completionignore</c>, in the file's folder or in any
/// above, written like a .gitignore. Each such file speaks for itself: what one ignores, no other takes back. Thread-safe.
/// </summary>
internal sealed class CompletionIgnore(WorkspaceFiles files, bool ignoreCase)
{
    /// <summary>The file's name.</summary>
    public const string FileName = ".completionignore";

    private readonly RuleFiles _rules = new(files, ignoreCase);

    /// <summary>
    /// Says by which line of which file a path is ignored, or which file can't be read that might say so; null where it isn't.
    /// </summary>
    /// <param name="filePath">A file's path on this machine, there or not.</param>
    public string? FindReason(string filePath)
    {
        for (string? folder = Path.GetDirectoryName(filePath); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string file = Path.Combine(folder, FileName);
            string path = Path.GetRelativePath(folder, filePath).Replace(Path.DirectorySeparatorChar, '/');
            IgnoreRules rules = _rules.Read(file, out FileRefusal? refusal);
            if (refusal is not null)
                return $"{file} can't be read, so whether it ignores this isn't known: {refusal.Words}";
            if (rules.FindIgnoring(path) is { } rule)
                return $"{file} ignores it: {rule.Text}";
        }

        return null;
    }
}
