using LspCompletion.Engine.Files;

namespace LspCompletion.Server.Files;

/// <summary>What lies at a path, links not followed. Nothing is opened to find that out.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Length">A file's length in bytes; 0 for all else.</param>
/// <param name="LastWriteUtc">When it was last written.</param>
internal readonly record struct FileEntry(FileEntryKind Kind, long Length, DateTime LastWriteUtc)
{
    /// <summary>Looks.</summary>
    /// <returns><see langword="null"/> if nothing is there, or nothing that may be looked at.</returns>
    public static FileEntry? At(string path) => OperatingSystem.IsWindows() ? OnWindows(path) : OnUnix(path);

    private static FileEntry? OnUnix(string path)
    {
        if (UnixFile.At(path) is not { } file)
            return null;

        FileEntryKind kind = file.IsRegular ? FileEntryKind.File
            : file.IsFolder ? FileEntryKind.Folder
            : file.IsLink ? FileEntryKind.Link
            : FileEntryKind.Special;
        return new FileEntry(kind, kind == FileEntryKind.File ? file.Length : 0, file.LastWriteUtc);
    }

    private static FileEntry? OnWindows(string path)
    {
        try
        {
            FileInfo file = new(path);
            FileAttributes attributes = file.Attributes;
            if ((int)attributes == -1)
                return null;

            // Files that are only half on this machine (OneDrive) have such a mark, too, and lead nowhere.
            bool isLink = attributes.HasFlag(FileAttributes.ReparsePoint) && file.LinkTarget is not null;
            FileEntryKind kind = isLink ? FileEntryKind.Link
                : attributes.HasFlag(FileAttributes.Directory) ? FileEntryKind.Folder
                : attributes.HasFlag(FileAttributes.Device) ? FileEntryKind.Special
                : FileEntryKind.File;
            return new FileEntry(kind, kind == FileEntryKind.File ? file.Length : 0, file.LastWriteTimeUtc);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
