using LspCompletion.Server.Files;

namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>A Git repository's working tree.</summary>
/// <param name="Root">The folder of the working tree.</param>
/// <param name="ExcludeFile">The path of its info/exclude, there or not; null where nothing says where it lies.</param>
internal sealed record GitRepository(string Root, string? ExcludeFile)
{
    /// <summary>The repository that a file lies in; null where it lies in none.</summary>
    public static GitRepository? Of(WorkspaceFiles files, string filePath)
    {
        for (string? folder = Path.GetDirectoryName(filePath);
            folder is not null;
            folder = Path.GetDirectoryName(folder))
        {
            string git = Path.Combine(folder, ".git");
            if (files.Find(git, out FileRefusal? refusal) is { } entry)
            {
                string? common = entry.Kind == FileEntryKind.Folder ? git : CommonFolder(files, folder, git);
                return new GitRepository(folder, common is null ? null : Path.Combine(common, "info", "exclude"));
            }

            // Whatever else is called so ends the tree, too: what lies above has other rules.
            if (refusal is not { Reason: FileRefusalReason.Missing })
                return new GitRepository(folder, null);
        }

        return null;
    }

    /// <summary>
    /// Follows the file that stands for the .git folder in linked working trees and submodules
    /// (https://git-scm.com/docs/gitrepository-layout).
    /// </summary>
    private static string? CommonFolder(WorkspaceFiles files, string root, string gitFile)
    {
        const string Pointer = "gitdir: ";

        string line = FirstLine(files, gitFile);
        if (!line.StartsWith(Pointer, StringComparison.Ordinal)
            || !files.TryMakeWhole(line[Pointer.Length..], root, out string? folder, out _))
        {
            return null;
        }

        string common = Path.Combine(folder, "commondir");
        return !files.HasFile(common) ? folder
            : files.TryMakeWhole(FirstLine(files, common), folder, out string? shared, out _) ? shared
            : null;
    }

    private static string FirstLine(WorkspaceFiles files, string path) =>
        files.TryReadText(path, FileKind.GitPointer, out string? text, out _)
            ? text.Split(['\r', '\n'], 2)[0]
            : "";
}
