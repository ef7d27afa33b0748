using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Server.Files;

/// <summary>What .NET doesn't say or do on Unix: of which kind a file is, and opening it without waiting for anybody.</summary>
/// <remarks>
/// The runtime's own native part says the former in the same way on every system; the system's calls lay the same figures out
/// differently on each. A test knows if it ceases to.
/// </remarks>
internal static partial class UnixFiles
{
    private const int KindMask = 0xF000;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;
    private const int Link = 0xA000;

    private const int PermissionDenied = 13;
    private const int Interrupted = 4;

    /// <summary>
    /// To read only, at once even if it is a pipe that nobody writes to, not as this process' terminal, and not for processes
    /// that are started from here.
    /// </summary>
    private static readonly int Flags = OperatingSystem.IsMacOS() ? 0x0102_0004 : 0x0008_0900;

    /// <summary>What lies at a path; <see langword="null"/> if nothing, or nothing that may be looked at.</summary>
    public static FileEntry? At(string path) => StatusOfPath(path, out Status status) == 0 ? EntryOf(status) : null;

    /// <summary>What an open file is.</summary>
    /// <exception cref="IOException">That can't be found out.</exception>
    public static FileEntry Of(SafeFileHandle file) => StatusOfFile(file, out Status status) == 0
        ? EntryOf(status)
        : throw new IOException(Marshal.GetLastPInvokeErrorMessage());

    /// <summary>Opens a file.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static SafeFileHandle Open(string path)
    {
        int descriptor;
        while ((descriptor = Open(path, Flags)) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == PermissionDenied)
                throw new UnauthorizedAccessException(Marshal.GetPInvokeErrorMessage(error));
            if (error != Interrupted)
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
        }

        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static FileEntry EntryOf(in Status status)
    {
        FileEntryKind kind = (status.Mode & KindMask) switch
        {
            Regular => FileEntryKind.File,
            Folder => FileEntryKind.Folder,
            Link => FileEntryKind.Link,
            _ => FileEntryKind.Special,
        };
        DateTime written = DateTimeOffset.FromUnixTimeSeconds(status.LastWriteSeconds).UtcDateTime
            .AddTicks(status.LastWriteNanoseconds / TimeSpan.NanosecondsPerTick);
        return new FileEntry(kind, kind == FileEntryKind.File ? status.Length : 0, written);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_LStat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusOfPath(string path, out Status status);

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FStat", SetLastError = true)]
    private static partial int StatusOfFile(SafeFileHandle file, out Status status);

    /// <summary>The figures that are asked for, and room for those that lie between and behind them.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(4)]
        public int Mode;

        [FieldOffset(16)]
        public long Length;

        [FieldOffset(40)]
        public long LastWriteSeconds;

        [FieldOffset(48)]
        public long LastWriteNanoseconds;
    }
}
