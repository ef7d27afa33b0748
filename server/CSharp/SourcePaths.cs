using LspCompletion.Server.CSharp.Projects;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp;

/// <summary>Tells by their names which files and folders projects consist of.</summary>
internal static class SourcePaths
{
    /// <summary>Whether a file is C#.</summary>
    public static bool IsSource(string path) => HasExtension(path, ".cs");

    /// <summary>Whether a file says what projects there are, or what they consist of.</summary>
    public static bool IsProject(string path) =>
        HasExtension(path, ".csproj") || HasExtension(path, ".sln") || HasExtension(path, ".slnx")
        || (HasExtension(path, ".props") && !path.EndsWith(".nuget.g.props", FilePaths.Comparison))
        || Path.GetFileName(path.AsSpan()) is "project.assets.json";

    /// <summary>Whether a file below a folder is C# that nobody built.</summary>
    public static bool IsSourceOf(string folder, string path) =>
        IsSource(path) && FilePaths.IsBelow(path, folder) && !IsLeftOut(Path.GetDirectoryName(path)!, folder);

    /// <summary>Whether a change below a folder may concern a project there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">What changed.</param>
    /// <param name="mayBeFolder">Whether it may be a folder of sources.</param>
    public static bool Matters(string folder, string path, bool mayBeFolder) =>
        IsSource(path) ? IsSourceOf(folder, path) : IsProject(path) || (mayBeFolder && !IsLeftOut(path, folder));

    /// <summary>Whether a folder below another is, or lies in, one that holds no sources of the user's.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="folder">The other one: what that is called itself, and what it lies in, doesn't matter.</param>
    public static bool IsLeftOut(string path, string folder) => path.Length > folder.Length && path[folder.Length..]
        .Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries)
        .Any(SolutionFile.IsSkipped);

    private static bool HasExtension(string path, string extension) =>
        Path.GetExtension(path.AsSpan()).Equals(extension, FilePaths.Comparison);
}
