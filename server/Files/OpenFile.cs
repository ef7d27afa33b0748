using LspCompletion.Engine.Files;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Server.Files;

/// <summary>
/// A regular file, open for reading. No more of it is read than its length was when it was opened: what the system makes up
/// while it is read says that it has none, and may have no end.
/// </summary>
internal sealed class OpenFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    /// <summary>Opens a file.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It is no regular file, or can't be opened.</exception>
    public OpenFile(string path)
    {
        // An editor may be writing it.
        _handle = RegularFile.Open(path, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
    }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

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
}
