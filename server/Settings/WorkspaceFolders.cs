namespace LspCompletion.Server.Settings;

/// <summary>The folders that a client works in.</summary>
internal sealed class WorkspaceFolders
{
    private static readonly StringComparison PathComparison = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        ? StringComparison.OrdinalIgnoreCase
        : StringComparison.Ordinal;

    /// <summary>Their paths, the innermost first, each with a slash at its end.</summary>
    private readonly string[] _folders;

    /// <summary>Takes the folders' URIs or paths.</summary>
    public WorkspaceFolders(IEnumerable<string> folders) =>
        _folders = [.. folders.Select(PathOf).OrderByDescending(folder => folder.Length)];

    /// <summary>The folders once some have come and some have gone, by their URIs or paths.</summary>
    public WorkspaceFolders With(IEnumerable<string> added, IEnumerable<string> removed)
    {
        var gone = removed.Select(PathOf).ToHashSet(StringComparer.FromComparison(PathComparison));
        return new WorkspaceFolders([.. _folders.Where(folder => !gone.Contains(folder)), .. added]);
    }

    /// <summary>A path relative to the innermost folder that it lies in; null outside of all.</summary>
    /// <param name="path">The path, with forward slashes: <see cref="DocumentLocation.Path"/>.</param>
    public string? TryMakeRelative(string path)
    {
        string? folder = Array.Find(_folders, folder => path.StartsWith(folder, PathComparison));
        return folder is null ? null : path[folder.Length..];
    }

    /// <summary>
    /// A document's name for the model, as training had it: relative to the project; outside of it, the name alone.
    /// </summary>
    public string ProjectPathOf(string uri)
    {
        string path = DocumentLocation.Parse(uri).Path;
        return TryMakeRelative(path) ?? path[(path.LastIndexOf('/') + 1)..];
    }

    private static string PathOf(string folder) => DocumentLocation.Parse(folder).Path.TrimEnd('/') + "/";
}
