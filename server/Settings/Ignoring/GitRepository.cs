namespace LspCompletion.Server.Settings.Ignoring;

/// <summary>A Git repository's working tree.</summary>
/// <param name="Root">The folder of the working tree.</param>
/// <param name="ExcludeFile">The path of its info/exclude, there or not.</param>
internal sealed record GitRepository(string Root, string ExcludeFile)
{
    /// <summary>The repository that a file lies in; null where it lies in none.</summary>
    public static GitRepository? Of(string filePath)
    {
        for (string? folder = Path.GetDirectoryName(filePath);
            folder is not null;
            folder = Path.GetDirectoryName(folder))
        {
            string git = Path.Combine(folder, ".git");
            if (Directory.Exists(git))
                return new GitRepository(folder, Path.Combine(git, "info", "exclude"));
            if (File.Exists(git))
                return new GitRepository(folder, Path.Combine(CommonFolder(folder, git), "info", "exclude"));
        }

        return null;
    }

    /// <summary>
    /// Follows the file that stands for the .git folder in linked working trees and submodules
    /// (https://git-scm.com/docs/gitrepository-layout).
    /// </summary>
    private static string CommonFolder(string root, string gitFile)
    {
        const string Pointer = "gitdir: ";

        string line = FirstLine(gitFile);
        if (!line.StartsWith(Pointer, StringComparison.Ordinal))
            return gitFile;
        string folder = Path.Combine(root, line[Pointer.Length..]);
        string common = Path.Combine(folder, "commondir");
        return File.Exists(common) ? Path.Combine(folder, FirstLine(common)) : folder;
    }

    private static string FirstLine(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault("");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
