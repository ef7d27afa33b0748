using System.Globalization;

namespace LspCompletion.Server.Files;

/// <summary>
/// Looks through folders of a repository, as far as a number of files and folders and a time allow. No link to a folder is
/// followed: links make circles, and ways out.
/// </summary>
/// <param name="files">The workspace.</param>
/// <param name="clock">The time.</param>
/// <param name="mostEntries">The most files and folders that are looked at, over all calls.</param>
/// <param name="limit">The most time, from now on.</param>
internal sealed class FolderWalk(WorkspaceFiles files, TimeProvider clock, int mostEntries, TimeSpan limit)
{
    /// <summary>The most files and folders that are looked at for one project.</summary>
    private const int MostOfProject = 250_000;

    /// <summary>The most time for that.</summary>
    private static readonly TimeSpan LimitOfProject = TimeSpan.FromSeconds(30);

    private static readonly EnumerationOptions All = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    private readonly long _start = clock.GetTimestamp();
    private int _entries;

    /// <summary>The workspace.</summary>
    public WorkspaceFiles Files => files;

    /// <summary>As far as one project is worth.</summary>
    public static FolderWalk ForProject(WorkspaceFiles files, TimeProvider clock) => new(files, clock, MostOfProject, LimitOfProject);

    /// <summary>Why what was found isn't all, in words; <see langword="null"/> while it is.</summary>
    public string? Cut { get; private set; }

    /// <summary>Whether there is time left.</summary>
    public bool HasTime()
    {
        if (Cut is null && clock.GetElapsedTime(_start) >= limit)
            Cut = string.Create(CultureInfo.InvariantCulture, $"that takes longer than {limit.TotalSeconds:0} s");
        return Cut is null;
    }

    /// <summary>The files in a folder with an extension, in the order of their names; links that are called so among them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="extension">The extension, with its dot.</param>
    public IEnumerable<string> FilesIn(string folder, string extension) => files.HasFolder(folder)
        ? Entries(folder).Where(entry => IsFile(entry, extension)).Select(entry => entry.Path)
        : [];

    /// <summary>The folders in a folder, in the order of their names.</summary>
    public IEnumerable<string> FoldersIn(string folder) => files.HasFolder(folder)
        ? Entries(folder).Where(entry => entry.Kind == FileEntryKind.Folder).Select(entry => entry.Path)
        : [];

    /// <summary>The files with an extension in a folder and below.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="extension">The extension, with its dot; <see langword="null"/> for all files.</param>
    /// <param name="isEntered">Whether to look into a folder of that name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IEnumerable<string> FilesBelow(
        string folder, string? extension, Func<string, bool> isEntered, CancellationToken cancellationToken)
    {
        if (!files.HasFolder(folder))
            yield break;

        Stack<string> folders = new([folder]);
        while (folders.TryPop(out string? next))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach ((string path, FileEntryKind kind) in Entries(next))
            {
                if (IsFile((path, kind), extension))
                    yield return path;
                else if (kind == FileEntryKind.Folder && isEntered(Path.GetFileName(path)))
                    folders.Push(path);
            }
        }
    }

    private static bool IsFile((string Path, FileEntryKind Kind) entry, string? extension) =>
        entry.Kind is not FileEntryKind.Folder
        && (extension is null || Path.GetExtension(entry.Path.AsSpan()).Equals(extension, FilePaths.Comparison));

    private List<(string Path, FileEntryKind Kind)> Entries(string folder)
    {
        List<(string Path, FileEntryKind Kind)> found = [];
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", All))
            {
                if (!MayLookAtOne())
                    break;
                if (FileEntry.At(path) is { } entry)
                    found.Add((path, entry.Kind));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is gone, or nobody may look into it: what was seen of it counts.
        }

        found.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    private bool MayLookAtOne()
    {
        if (Cut is null && ++_entries > mostEntries)
            Cut = string.Create(CultureInfo.InvariantCulture, $"there are more than {mostEntries:N0} files and folders");
        return HasTime();
    }
}
