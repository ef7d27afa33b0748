using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Files;

/// <summary>What a path, or a file that is open, is on Unix: of which kind, whose, and who else may write to it.</summary>
/// <remarks>
/// .NET says neither kind nor owner. The runtime's own native part does, and says it in the same way on every system; the
/// system's calls lay the same figures out differently on each.
/// </remarks>
public sealed partial class UnixFile
{
    private const int KindMask = 0xF000;
    private const int Folder = 0x4000;
    private const int Regular = 0x8000;
    private const int OthersMayWrite = 0x12;

    private readonly Status _status;

    private UnixFile(Status status) => _status = status;

    /// <summary>Whether it is a file in the proper sense: no folder, link, pipe, socket or device.</summary>
    public bool IsRegular => (_status.Mode & KindMask) == Regular;

    /// <summary>Whether it is a folder, and no link to one.</summary>
    public bool IsFolder => (_status.Mode & KindMask) == Folder;

    /// <summary>Whether it belongs to the user that this process runs as.</summary>
    public bool IsOwn => _status.Owner == GetUser();

    /// <summary>Whether other users may write to it.</summary>
    public bool IsOpenToOthers => (_status.Mode & OthersMayWrite) != 0;

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
    }
}
