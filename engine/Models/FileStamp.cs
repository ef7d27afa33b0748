using Microsoft.Win32.SafeHandles;

namespace LspCompletion.Engine.Models;

/// <summary>What tells an untouched file from an altered one without reading it.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="LastWrite">When it was last written, UTC.</param>
internal readonly record struct FileStamp(long Size, DateTime LastWrite)
{
    /// <summary>The stamp of an open file; unlike one taken by path, it is that of a link's target.</summary>
    public static FileStamp Of(SafeFileHandle file) =>
        new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
}
