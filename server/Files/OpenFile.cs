using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Server.Files;

/// <summary>
/// A regular file, open for reading. No more of it is read than its length was when it was opened: what the system makes up
/// while it is read says that it has none, and may have no end.
/// </summary>
internal sealed partial class OpenFile : IDisposable
{
    /// <summary>What Windows calls a disk file.</summary>
    private const uint DiskFile = 1;

    private readonly SafeFileHandle _handle;

    private OpenFile(SafeFileHandle handle, long length)
    {
        _handle = handle;
        Length = length;
    }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <returns><see langword="null"/> if it is no regular file.</returns>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static OpenFile? TryOpen(string path)
    {
        SafeFileHandle handle = OperatingSystem.IsWindows()
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : UnixFiles.Open(path);
        bool isRegular = OperatingSystem.IsWindows()
            ? GetFileType(handle) == DiskFile
            : UnixFiles.Of(handle).Kind == FileEntryKind.File;
        if (isRegular)
            return new OpenFile(handle, RandomAccess.GetLength(handle));

        handle.Dispose();
        return null;
    }

    /// <summary>Reads its beginning.</summary>
    /// <returns>How much of the buffer was filled.</returns>
    /// <exception cref="IOException">It can't be read.</exception>
    public int ReadBeginning(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, Length)];
        int length = 0;
        while (length < buffer.Length && RandomAccess.Read(_handle, buffer[length..], length) is > 0 and var read)
            length += read;
        return length;
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public byte[] ReadAll()
    {
        byte[] bytes = new byte[Length];
        int length = ReadBeginning(bytes);
        return length == bytes.Length ? bytes : bytes[..length];
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    [LibraryImport("kernel32")]
    private static partial uint GetFileType(SafeFileHandle file);
}
