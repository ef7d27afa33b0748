using LspCompletion.Server.Files;

namespace LspCompletion.Server.Settings;

/// <summary>The folders that a client works in.</summary>
internal sealed class WorkspaceFolders
{
    /// <summary>The folders, the innermost first, each path with a slash at its end.</summary>
    private readonly (string Uri, string Path)[] _folders;

    /// <summary>Takes the folders' URIs or paths.</summary>
    public WorkspaceFolders(IEnumerable<string> folders)
    {
        _folders = [.. folders.Select(folder => (folder, PathOf(folder))).OrderByDescending(folder => folder.Item2.Length)];
        Files = new WorkspaceFiles(Uris.Select(uri => DocumentLocation.Parse(uri).File).OfType<string>());
    }

    /// <summary>Their URIs or paths, as they were given, the innermost first.</summary>
    public IEnumerable<string> Uris => _folders.Select(folder => folder.Uri);

    /// <summary>Reads what lies in them.</summary>
    public WorkspaceFiles Files { get; }

    /// <summary>The folders once some have come and some have gone, by their URIs or paths.</summary>
    public WorkspaceFolders With(IEnumerable<string> added, IEnumerable<string> removed)
    {
        var gone = removed.Select(PathOf).ToHashSet(FilePaths.Comparer);
        return new WorkspaceFolders([.. _folders.Where(folder => !gone.Contains(folder.Path)).Select(folder => folder.Uri), .. added]);
    }

    /// <summary>A path relative to the innermost folder that it lies in; null outside of all.</summary>
    /// <param name="path">The path, with forward slashes: <see cref="DocumentLocation.Path"/>.</param>
    public string? TryMakeRelative(string path)
    {
        string? folder = Array.Find(_folders, folder => path.StartsWith(folder.Path, FilePaths.Comparison)).Path;
        return folder is null ? null : path[folder.Length..];
    }

    /// <summary>The path of the innermost folder that a document lies in, with a slash at its end; null outside of all.</summary>
    public string? FolderOf(string uriOrPath)
    {
        string path = DocumentLocation.Parse(uriOrPath).Path;
        return Array.Find(_folders, folder => path.StartsWith(folder.Path, FilePaths.Comparison)).Path;
    }

    /// <summary>
    /// Whether a document lies in one of the folders, wherever links seem to put it. What is no file of this machine is only
    /// known because the client has opened it; and so is everything where the client names no folder.
    /// </summary>
    public bool Hold(string uriOrPath) =>
        _folders.Length == 0 || DocumentLocation.Parse(uriOrPath).File is not { } file || Files.Holds(file);

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
