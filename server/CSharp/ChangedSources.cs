using LspCompletion.Server.CSharp.Projects;
using LspCompletion.Server.Files;

namespace LspCompletion.Server.CSharp;

/// <summary>What changes on disk come to.</summary>
/// <param name="Files">The source files that have become others, have come or have gone.</param>
/// <param name="AreProjects">Whether there may be other projects, or the same ones consist of something else.</param>
internal sealed record ChangedSources(IReadOnlyCollection<string> Files, bool AreProjects)
{
    /// <summary>Finds out.</summary>
    /// <param name="changed">Paths of files and folders that were written, made, renamed or deleted.</param>
    /// <param name="walk">Looks into folders.</param>
    /// <param name="known">Gives the files that the projects are known to consist of, theirs included.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static ChangedSources Of(
        IEnumerable<string> changed, FolderWalk walk, Func<IEnumerable<string>> known, CancellationToken cancellationToken)
    {
        HashSet<string> files = new(FilePaths.Comparer);
        HashSet<string> folders = new(FilePaths.Comparer);
        bool areProjects = false;
        foreach (string path in changed)
        {
            if (!TryAdd(path))
                folders.Add(path);
        }

        if (folders.Count > 0)
        {
            // What went with a folder, or came with it, is nobody's event.
            foreach (string path in known().Where(path => IsBelowAny(path, folders)))
                TryAdd(path);
            foreach (string path in folders.SelectMany(FilesBelow))
                TryAdd(path);

            // What wasn't looked at may be anything.
            areProjects |= walk.Cut is not null;
        }

        return new ChangedSources(files, areProjects);

        IEnumerable<string> FilesBelow(string folder) => FileEntry.At(folder) is { Kind: FileEntryKind.Folder }
            ? walk.FilesBelow(folder, extension: null, name => !SolutionFile.IsSkipped(name), cancellationToken)
            : [];

        bool TryAdd(string path)
        {
            bool isProject = SourcePaths.IsProject(path);
            areProjects |= isProject;
            if (!isProject && SourcePaths.IsSource(path))
                files.Add(path);
            return isProject || SourcePaths.IsSource(path);
        }
    }

    private static bool IsBelowAny(string path, HashSet<string> folders)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> names = folders.GetAlternateLookup<ReadOnlySpan<char>>();
        for (ReadOnlySpan<char> above = Path.GetDirectoryName(path.AsSpan()); !above.IsEmpty; above = Path.GetDirectoryName(above))
        {
            if (names.Contains(above))
                return true;
        }

        return false;
    }
}
