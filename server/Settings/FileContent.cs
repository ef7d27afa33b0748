using LspCompletion.Server.Files;

namespace LspCompletion.Server.Settings;

/// <summary>Tells from a file's size and beginning whether it is text that is worth reading.</summary>
internal static class FileContent
{
    /// <summary>Larger files are written by programs, for programs.</summary>
    public const long MostBytes = 16 * 1024 * 1024;

    /// <summary>How much of a file is looked at.</summary>
    private const int LookedAtBytes = 8 * 1024;

    /// <summary>Says why a file isn't read; null where it may be, isn't there or can't be opened.</summary>
    public static string? FindReason(WorkspaceFiles files, string path)
    {
        if (!files.TryOpen(path, FileKind.Beginning, out OpenFile? file, out _))
            return null;

        using (file)
        {
            if (file.Length > MostBytes)
                return $"the file is larger than {MostBytes / (1024 * 1024)} MiB";
            try
            {
                return IsBinary(file) ? "the file is binary" : null;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private static bool IsBinary(OpenFile file)
    {
        Span<byte> buffer = stackalloc byte[LookedAtBytes];
        ReadOnlySpan<byte> start = buffer[..file.ReadBeginning(buffer)];

        // Text in UTF-16 and UTF-32 is full of zeros, but says what it is.
        bool hasWideMark = start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, 0, 0xFE, 0xFF, ..];
        return !hasWideMark && start.Contains((byte)0);
    }
}
