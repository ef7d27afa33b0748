using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Files;

/// <summary>
/// Opens files that others may have put where they lie. What is opened is a regular file: a pipe that nobody writes to
/// doesn't block, a device isn't read without end. And no more of it is read than it may have.
/// </summary>
public static partial class RegularFile
{
    /// <summary>The kind of handle that Windows calls a disk file.</summary>
    private const uint DiskFile = 1;

    private const int NoEntry = 2;
    private const int Interrupted = 4;
    private const int NoAccess = 13;
    private const int NoFolder = 20;

    /// <summary>For reading, without waiting for whoever writes to a pipe, not as this process' terminal, not for processes that are started.</summary>
    private static readonly int Flags = OperatingSystem.IsMacOS() ? 0x0102_0004 : 0x0008_0900;

    /// <summary>Opens a file for reading.</summary>
    /// <param name="path">The file.</param>
    /// <param name="share">What others may do with it meanwhile, on Windows; elsewhere they always may do all.</param>
    /// <exception cref="FileNotFoundException">It isn't there.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder isn't there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It is no regular file, or can't be opened.</exception>
    public static SafeFileHandle Open(string path, FileShare share = FileShare.Read)
    {
        SafeFileHandle file = OperatingSystem.IsWindows() ? File.OpenHandle(path, share: share) : OpenOnUnix(path);
        bool isRegular = OperatingSystem.IsWindows() ? GetFileType(file) == DiskFile : UnixFile.Of(file) is { IsRegular: true };
        if (isRegular)
            return file;

        file.Dispose();
        throw new IOException($"'{path}' is no regular file.");
    }

    /// <summary>Reads all of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="FileNotFoundException">It isn't there.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder isn't there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It is no regular file, has more bytes, or can't be read.</exception>
    public static byte[] ReadAllBytes(string path, int most)
    {
        using SafeFileHandle file = Open(path);
        long length = RandomAccess.GetLength(file);
        if (length > most)
            throw new IOException($"'{path}' has {length} bytes, and such a file has {most} at most.");

        // Of a file that is being written, what was there.
        byte[] bytes = new byte[length];
        int read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), read) is > 0 and var more)
            read += more;
        return read == bytes.Length ? bytes : bytes[..read];
    }

    private static SafeFileHandle OpenOnUnix(string path)
    {
        string whole = Path.GetFullPath(path);
        while (true)
        {
            int descriptor = OpenDescriptor(whole, Flags);
            if (descriptor >= 0)
                return new SafeFileHandle(descriptor, ownsHandle: true);

            int error = Marshal.GetLastPInvokeError();
            string cause = Marshal.GetPInvokeErrorMessage(error);
            switch (error)
            {
                case Interrupted:
                    break;
                case NoEntry when Directory.Exists(Path.GetDirectoryName(whole)):
                    throw new FileNotFoundException($"There is no file '{path}'.", path);
                case NoEntry or NoFolder:
                    throw new DirectoryNotFoundException($"There is no folder of '{path}'.");
                case NoAccess:
                    throw new UnauthorizedAccessException($"'{path}' may not be read.");
                default:
                    throw new IOException($"'{path}' can't be opened: {cause}.");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("kernel32")]
    private static partial uint GetFileType(SafeFileHandle file);
}
