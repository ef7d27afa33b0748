using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Files;

/// <summary>
/// What a path, or a file that is open, is on Unix: of which kind, how long and how old, whose, and who else may write to it.
/// </summary>
/// <remarks>
/// .NET says neither kind nor owner. The runtime's own native part does, and says it in the same way on every system; the
/// system's calls lay the same figures out differently on each.
/// </remarks>
public readonly partial struct UnixFile
{
    private const int KindMask = 0xF000;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;
    private const int Link = 0xA000;
    private const int OthersMayWrite = 0x12;

    private readonly int _mode;
    private readonly uint _owner;

    private UnixFile(in Status status)
    {
        (_mode, _owner, Length) = (status.Mode, status.Owner, status.Length);
        LastWriteUtc = DateTime.UnixEpoch.AddTicks(
            (status.LastWriteSeconds * TimeSpan.TicksPerSecond) + (status.LastWriteNanoseconds / TimeSpan.NanosecondsPerTick));
    }

    /// <summary>Its length in bytes, if it is a regular file.</summary>
    public long Length { get; }

    /// <summary>When it was last written.</summary>
    public DateTime LastWriteUtc { get; }

    /// <summary>Whether it is a file in the proper sense: no folder, link, pipe, socket or device.</summary>
    public bool IsRegular => (_mode & KindMask) == Regular;

    /// <summary>Whether it is a folder, and no link to one.</summary>
    public bool IsFolder => (_mode & KindMask) == Folder;

    /// <summary>Whether it is a link.</summary>
    public bool IsLink => (_mode & KindMask) == Link;

    /// <summary>Whether it belongs to the user that this process runs as.</summary>
    public bool IsOwn => _owner == GetUser();

    /// <summary>Whether other users may write to it.</summary>
    public bool IsOpenToOthers => (_mode & OthersMayWrite) != 0;

    /// <summary>What a path names: a link itself, not what it leads to.</summary>
    /// <returns><see langword="null"/> if nothing is there, or nothing that may be looked at.</returns>
    public static UnixFile? At(string path) => StatusOfPath(path, out Status status) == 0 ? new UnixFile(status) : null;

    /// <summary>What an open file is.</summary>
    internal static UnixFile? Of(SafeFileHandle file) => StatusOfFile(file, out Status status) == 0 ? new UnixFile(status) : null;

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_LStat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusOfPath(string path, out Status status);

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_FStat")]
    private static partial int StatusOfFile(SafeFileHandle file, out Status status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUser();

    /// <summary>The figures that are asked for, and room for those that follow.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(4)]
        public int Mode;

        [FieldOffset(8)]
        public uint Owner;

        [FieldOffset(16)]
        public long Length;

        [FieldOffset(40)]
        public long LastWriteSeconds;

        [FieldOffset(48)]
        public long LastWriteNanoseconds;
    }
}
