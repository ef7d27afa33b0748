using System.Diagnostics.CodeAnalysis;

namespace LspCompletion.Server.Files;

/// <summary>
/// The files of the folders that a client works in, and all that is named there. A repository's author decides what lies at
/// such a path, and what a path is, so nothing else of the server opens one: here only regular files are read, without
/// waiting, up to a length, and no link is followed that leads out of the folders. Thread-safe; makes no use of the disk
/// until it is asked.
/// </summary>
internal sealed class WorkspaceFiles
{
    private const int MostLinks = 40;
    private const int LongestPath = 4096;

    /// <summary>What Windows says of a drive that is a folder: it has no other name.</summary>
    private const string MountedDrive = @"\\?\Volume{";

    private static readonly WorkspaceFiles OfNoFolder = new([]);

    private readonly string[] _folders;
    private readonly Lazy<string[]> _resolved;

    /// <param name="folders">The folders' paths, absolute.</param>
    public WorkspaceFiles(IEnumerable<string> folders)
    {
        _folders = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];

        // A folder itself may be a link, or lie behind one: the user has opened it so.
        _resolved = new Lazy<string[]>(() => [.. _folders.Select(ResolvedPathOf)]);
    }

    /// <summary>A path without links, as far as there is something at it.</summary>
    public static string ResolvedPathOf(string path) => OfNoFolder.Follow(Path.GetFullPath(path), followsLast: true).Path;

    /// <summary>Makes a path whole that a repository names.</summary>
    /// <param name="named">The path, in any system's manner, maybe relative.</param>
    /// <param name="folder">The folder that it counts from.</param>
    /// <param name="path">The path, absolute.</param>
    /// <param name="refusal">Why there is none: it is none, or leads to another machine, which hears of who asks for it.</param>
    public bool TryMakeWhole(string named, string folder, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out FileRefusal? refusal)
    {
        path = null;
        string slashed = named.Replace('\\', Path.DirectorySeparatorChar);
        refusal = slashed.Length is 0 or > LongestPath || slashed.Contains('\0', StringComparison.Ordinal) ? FileRefusal.NoPath
            : slashed is [var first, var second, ..] && IsSeparator(first) && IsSeparator(second) ? FileRefusal.AnotherMachine
            : null;
        if (refusal is not null)
            return false;

        string whole = Path.GetFullPath(slashed, folder);
        refusal = RefuseName(whole);
        path = refusal is null ? whole : null;
        return path is not null;
    }

    /// <summary>Whether a file or folder, there or not, lies in one of the folders: where the links lead, not where it seems to.</summary>
    public bool Holds(string path)
    {
        Resolution found = Follow(path, followsLast: true);
        return found.Refusal is null or { Reason: FileRefusalReason.Missing } && IsBelow(found.Path, _resolved.Value);
    }

    /// <summary>
    /// Where a path really leads, named as the user has opened the folder; <see langword="null"/> where no link is on the way. Of a
    /// link that leads out of the workspace only what it says is told: nothing is looked at there.
    /// </summary>
    /// <param name="path">The path, absolute.</param>
    public string? LinkedPathOf(string path)
    {
        Resolution found = Follow(path, followsLast: true);
        string linked = found.Path;
        if (found.Refusal == FileRefusal.LinkOutside && TargetOf(linked) is { Length: > 0 } named)
        {
            string behind = path.StartsWith(linked, FilePaths.Comparison) ? path[linked.Length..] : "";
            linked = Path.GetFullPath(named, Path.GetDirectoryName(linked)!) + behind;
        }

        int folder = Array.FindIndex(_resolved.Value, resolved => FilePaths.IsBelow(linked, resolved));
        if (folder >= 0)
            linked = _folders[folder] + linked[_resolved.Value[folder].Length..];
        return FilePaths.Comparer.Equals(linked, path) ? null : linked;
    }

    /// <summary>What lies at a path, where the links lead.</summary>
    /// <param name="path">The path, absolute.</param>
    /// <param name="refusal">Why there is nothing to see.</param>
    public FileEntry? Find(string path, out FileRefusal? refusal)
    {
        Resolution found = Follow(path, followsLast: true);
        refusal = found.Refusal;
        return refusal is null ? found.Entry : null;
    }

    /// <summary>Whether a file is there that might be read.</summary>
    public bool HasFile(string path) => Find(path, out _) is { Kind: FileEntryKind.File };

    /// <summary>Whether a folder is there.</summary>
    public bool HasFolder(string path) => Find(path, out _) is { Kind: FileEntryKind.Folder };

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path, absolute.</param>
    /// <param name="kind">What it is read for.</param>
    /// <param name="file">The file.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryOpen(
        string path, FileKind kind, [NotNullWhen(true)] out OpenFile? file, [NotNullWhen(false)] out FileRefusal? refusal)
    {
        file = null;
        Resolution found = Follow(path, kind.FollowsLinks);
        refusal = found.Refusal
            ?? (found.Entry.Kind != FileEntryKind.File ? FileRefusal.Special
            : found.Entry.Length > kind.MostBytes ? FileRefusal.TooLarge(kind.MostBytes)
            : null);
        if (refusal is not null)
            return false;

        try
        {
            // What was looked at may have been put aside for something else since.
            file = new OpenFile(found.Path);
            refusal = file.Length > kind.MostBytes ? FileRefusal.TooLarge(kind.MostBytes) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            refusal = FileRefusal.Unreadable(exception.Message);
        }

        if (refusal is not null)
            file?.Dispose();
        return refusal is null;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path, absolute.</param>
    /// <param name="kind">What it is read for.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryRead(
        string path, FileKind kind, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out FileRefusal? refusal)
    {
        bytes = null;
        if (!TryOpen(path, kind, out OpenFile? file, out refusal))
            return false;

        using (file)
        {
            try
            {
                bytes = file.ReadAll();
                return true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                refusal = FileRefusal.Unreadable(exception.Message);
                return false;
            }
        }
    }

    /// <summary>Reads a file of text: in UTF-8, or in what a mark at its beginning says.</summary>
    /// <param name="path">Its path, absolute.</param>
    /// <param name="kind">What it is read for.</param>
    /// <param name="text">All of it.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryReadText(
        string path, FileKind kind, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out FileRefusal? refusal)
    {
        text = null;
        if (!TryRead(path, kind, out byte[]? bytes, out refusal))
            return false;

        using StreamReader reader = new(new MemoryStream(bytes));
        text = reader.ReadToEnd();
        return true;
    }

    /// <summary>
    /// Follows the links of a path, one after the other, and looks at none of their targets before it is known to be in the
    /// workspace. Links outside of it are the machine's own.
    /// </summary>
    private Resolution Follow(string path, bool followsLast)
    {
        if (path.Length > LongestPath || path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
            return new Resolution(path, default, FileRefusal.NoPath);

        // As it is, and as Windows understands it: a device's name is one in any folder.
        if ((RefuseName(path) ?? RefuseName(path = Path.GetFullPath(path))) is { } refusal)
            return new Resolution(path, default, refusal);

        Stack<string> rest = new();
        string current = Begin(path, rest);
        FileEntry entry = new(FileEntryKind.Folder, 0, default);
        int links = 0;
        while (rest.TryPop(out string? name))
        {
            string next = Path.Join(current, name);
            if (FileEntry.At(next) is not { } there)
                return new Resolution(Path.Join([next, .. rest]), default, FileRefusal.Missing);

            entry = there;
            if (there.Kind != FileEntryKind.Link)
            {
                current = next;
                continue;
            }

            if (rest.Count == 0 && !followsLast)
                return new Resolution(next, entry, FileRefusal.Link);
            if (++links > MostLinks)
                return new Resolution(next, entry, FileRefusal.LinkCircle);
            if (TargetOf(next) is not { Length: > 0 } named)
                return new Resolution(next, entry, FileRefusal.Missing);

            string target = Path.GetFullPath(named, current);
            bool isDrive = named.StartsWith(MountedDrive, StringComparison.Ordinal);
            if (IsOwn(next) && (isDrive || !(IsOwn(target) || IsFolder(target))))
                return new Resolution(next, entry, FileRefusal.LinkOutside);
            current = isDrive ? next : Begin(target, rest);
        }

        return new Resolution(current, entry, null);
    }

    /// <summary>Puts the names of a path onto those that are still to come.</summary>
    /// <returns>Where they begin.</returns>
    private string Begin(string path, Stack<string> rest)
    {
        // Of what the user has opened it is known where it lies.
        int folder = Array.FindIndex(_folders, folder => FilePaths.Comparer.Equals(folder, path) || FilePaths.IsBelow(path, folder));
        string start = folder < 0 ? Path.GetPathRoot(path)! : _folders[folder];
        string[] names = path[start.Length..].Split(
            [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in names.Reverse())
            rest.Push(name);
        return folder < 0 ? start : _resolved.Value[folder];
    }

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Refuses paths of other machines: it may be the attacker's, to which some systems log in at once. Where a workspace lies
    /// on one, that one's are all right.
    /// </summary>
    private FileRefusal? RefuseName(string path)
    {
        bool isOnAnotherMachine = path is [var first, var second, ..] && IsSeparator(first) && IsSeparator(second)
            && !(OperatingSystem.IsWindows() && _folders.Any(folder => Path.GetPathRoot(folder) == Path.GetPathRoot(path)));
        return isOnAnotherMachine ? FileRefusal.AnotherMachine : null;
    }

    /// <summary>Whether a path lies in one of the folders, by its name.</summary>
    private bool IsOwn(string path) => IsBelow(path, _folders) || IsBelow(path, _resolved.Value);

    private bool IsFolder(string path) =>
        _folders.Concat(_resolved.Value).Contains(path, FilePaths.Comparer);

    private static bool IsBelow(string path, string[] folders) => Array.Exists(folders, folder => FilePaths.IsBelow(path, folder));

    private static bool IsSeparator(char character) =>
        character == Path.DirectorySeparatorChar || character == Path.AltDirectorySeparatorChar;

    /// <param name="Path">Where the links lead, as far as they were followed.</param>
    /// <param name="Entry">What is there.</param>
    /// <param name="Refusal">Why that isn't known.</param>
    private readonly record struct Resolution(string Path, FileEntry Entry, FileRefusal? Refusal);
}
