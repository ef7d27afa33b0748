using System.Buffers;

namespace LspCompletion.Server.Settings;

/// <summary>Where a document lies, as far as its address tells.</summary>
/// <param name="Path">Its path with forward slashes, whatever the scheme.</param>
/// <param name="File">Its path on this machine; null where it isn't a file of this machine.</param>
internal sealed record DocumentLocation(string Path, string? File)
{
    /// <summary>Schemes of documents that are a version or a part of a file of this machine: they have its path.</summary>
    private static readonly string[] SchemesOfFiles = ["git", "vscode-local-history", "vscode-notebook-cell"];

    private static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>
    /// The file of this machine that the document is, or is a version or a part of: what is said of the file holds for it. Null
    /// where there is none.
    /// </summary>
    public string? FileBehind { get; private init; } = File;

    /// <summary>Reads a document's URI, or a path.</summary>
    public static DocumentLocation Parse(string uriOrPath) => Parse(uriOrPath, OperatingSystem.IsWindows());

    /// <summary>Reads a document's URI, or a path, as a system would that is Windows or isn't.</summary>
    public static DocumentLocation Parse(string uriOrPath, bool isWindows)
    {
        ReadOnlySpan<char> scheme = SchemeOf(uriOrPath);
        if (scheme.IsEmpty)
            return OfPath(uriOrPath, isWindows);

        string whole = uriOrPath[(scheme.Length + 1)..];
        bool isFile = scheme.Equals("file", StringComparison.OrdinalIgnoreCase);
        string rest = Uri.UnescapeDataString(isFile && IsPartOfPath(TailOf(whole)) ? whole : whole[..^TailOf(whole).Length]);
        string authority = "";
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            authority = rest[2..(slash < 0 ? rest.Length : slash)];
            rest = slash < 0 ? "" : rest[slash..];
        }

        if (isFile)
            return authority is "" or "localhost" ? OfPath(WithoutSlash(rest, isWindows), isWindows) : OfPath($"//{authority}{rest}", isWindows);
        bool isOfFile = authority.Length == 0 && SchemesOfFiles.Contains(scheme.ToString(), StringComparer.OrdinalIgnoreCase);
        return new DocumentLocation(rest, null) { FileBehind = isOfFile ? OfPath(WithoutSlash(rest, isWindows), isWindows).File : null };
    }

    /// <summary>
    /// All paths that an address may mean, the likeliest first: clients may have left signs as they are that begin a query or a
    /// fragment in an address.
    /// </summary>
    public static IReadOnlyList<string> PathsOf(string uriOrPath)
    {
        string path = Parse(uriOrPath).Path;
        ReadOnlySpan<char> scheme = SchemeOf(uriOrPath);
        ReadOnlySpan<char> tail = scheme.IsEmpty ? [] : TailOf(uriOrPath.AsSpan(scheme.Length + 1));
        if (tail.IsEmpty)
            return [path];

        string escaped = $"{uriOrPath[..^tail.Length]}{Uri.EscapeDataString(tail.ToString())}";
        return [.. ((string[])[path, Parse(escaped).Path, Parse(uriOrPath[..^tail.Length]).Path]).Distinct()];
    }

    /// <summary>The scheme of a URI; empty if it is a path. A single letter is a drive.</summary>
    private static ReadOnlySpan<char> SchemeOf(string uriOrPath)
    {
        int colon = uriOrPath.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> scheme = uriOrPath.AsSpan(0, Math.Max(0, colon));
        return scheme.Length < 2 || scheme.ContainsAny('/', '\\') ? [] : scheme;
    }

    /// <summary>Query and fragment of a URI, with their signs.</summary>
    private static ReadOnlySpan<char> TailOf(ReadOnlySpan<char> uri)
    {
        int start = uri.IndexOfAny('?', '#');
        return start < 0 ? [] : uri[start..];
    }

    /// <summary>
    /// Whether what looks like query and fragment of a file's address goes on with its path: clients exist that leave the number
    /// sign as it is, in <c>c#/a.cs</c> and <c>a#b.cs</c>.
    /// </summary>
    private static bool IsPartOfPath(ReadOnlySpan<char> tail)
    {
        if (tail.Contains('/'))
            return true;

        int dot = tail.LastIndexOf('.');
        return dot > 0 && dot < tail.Length - 1 && !tail[(dot + 1)..].ContainsAnyExcept(LettersAndDigits);
    }

    /// <summary>The path of file:///c%3A/folder: the slash before the drive is the URI's.</summary>
    private static string WithoutSlash(string path, bool isWindows) =>
        isWindows && path is ['/', var drive, ':', ..] && char.IsAsciiLetter(drive) ? path[1..] : path;

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
