namespace LspCompletion.Server.Settings;

/// <summary>Where a document lies, as far as its address tells.</summary>
/// <param name="Path">Its path with forward slashes, whatever the scheme.</param>
/// <param name="File">Its path on this machine; null where it isn't a file of this machine.</param>
internal sealed record DocumentLocation(string Path, string? File)
{
    /// <summary>Reads a document's URI, or a path.</summary>
    public static DocumentLocation Parse(string uriOrPath) => Parse(uriOrPath, OperatingSystem.IsWindows());

    /// <summary>Reads a document's URI, or a path, as a system would that is Windows or isn't.</summary>
    public static DocumentLocation Parse(string uriOrPath, bool isWindows)
    {
        int colon = uriOrPath.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> scheme = uriOrPath.AsSpan(0, Math.Max(0, colon));

        // A single letter is a drive.
        if (scheme.Length < 2 || scheme.ContainsAny('/', '\\'))
            return OfPath(uriOrPath, isWindows);

        string rest = Uri.UnescapeDataString(uriOrPath[(colon + 1)..]);
        string authority = "";
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            authority = rest[2..(slash < 0 ? rest.Length : slash)];
            rest = slash < 0 ? "" : rest[slash..];
        }

        if (!scheme.Equals("file", StringComparison.OrdinalIgnoreCase))
            return new DocumentLocation(rest, null);
        if (authority is not ("" or "localhost"))
            return OfPath($"//{authority}{rest}", isWindows);

        // file:///c%3A/folder: the slash before the drive is the URI's.
        bool hasDrive = rest is ['/', var drive, ':', ..] && char.IsAsciiLetter(drive);
        return OfPath(isWindows && hasDrive ? rest[1..] : rest, isWindows);
    }

    private static DocumentLocation OfPath(string path, bool isWindows)
    {
        string slashed = isWindows ? path.Replace('\\', '/') : path;
        bool isOfThisMachine = !path.Contains('\0', StringComparison.Ordinal) && (isWindows
            ? slashed is [_, ':', '/', ..] or ['/', '/', ..]
            : slashed is ['/', not '/', ..]);
        return new DocumentLocation(
            slashed, isOfThisMachine ? (isWindows ? slashed.Replace('/', '\\') : slashed) : null);
    }
}
