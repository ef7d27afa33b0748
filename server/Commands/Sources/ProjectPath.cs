namespace LspCompletion.Server.Commands.Sources;

/// <summary>A file's path as it is told to the model: it should say what the project calls the file, and no more.</summary>
internal static class ProjectPath
{
    /// <summary>
    /// The path from the nearest folder above the file that holds <c>.git</c>, else from the current folder, with
    /// forward slashes; the bare file name where the file lies outside both.
    /// </summary>
    public static string Of(string path)
    {
        string fullPath = Path.GetFullPath(path);
        string root = RootOf(fullPath);
        string relative = Path.GetRelativePath(root, fullPath).Replace(Path.DirectorySeparatorChar, '/');
        bool isOutside = relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative);
        return isOutside ? Path.GetFileName(fullPath) : relative;
    }

    /// <summary>The nearest folder above a file that holds <c>.git</c>, else the current folder.</summary>
    public static string RootOf(string fullPath) => RepositoryOf(fullPath) ?? Environment.CurrentDirectory;

    private static string? RepositoryOf(string fullPath)
    {
        for (string? folder = Path.GetDirectoryName(fullPath); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            // In a linked checkout .git is a file.
            if (Path.Exists(Path.Combine(folder, ".git")))
                return folder;
        }

        return null;
    }
}
