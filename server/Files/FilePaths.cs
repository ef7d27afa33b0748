namespace LspCompletion.Server.Files;

/// <summary>
/// How paths of files are compared: as the file systems do that the system comes with, and as Git assumes of them
/// (core.ignoreCase).
/// </summary>
internal static class FilePaths
{
    /// <summary>Whether names that differ in case only are the same.</summary>
    public static bool IgnoreCase { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    /// <summary>Compares paths, and parts of them.</summary>
    public static StringComparison Comparison { get; } = IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>Compares paths as keys.</summary>
    public static StringComparer Comparer { get; } = StringComparer.FromComparison(Comparison);

    /// <summary>Whether a file or folder lies in a folder, at whatever depth.</summary>
    /// <param name="path">Its path, absolute.</param>
    /// <param name="folder">The folder's path, absolute, with a separator at its end or without; nothing lies in an empty one.</param>
    public static bool IsBelow(string path, string folder) =>
        folder.Length > 0 && path.Length > folder.Length && path.StartsWith(folder, Comparison)
        && (Path.EndsInDirectorySeparator(folder) || IsSeparator(path[folder.Length]));

    private static bool IsSeparator(char character) =>
        character == Path.DirectorySeparatorChar || character == Path.AltDirectorySeparatorChar;
}
