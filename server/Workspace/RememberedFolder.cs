using LspCompletion.Server.Backends;
using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Settings.Ignoring;
using LspCompletion.Server.Settings.Secrets;

namespace LspCompletion.Server.Workspace;

/// <summary>A folder of the workspace, and what was told of its files. Used by one thread, but for what it hears of the system.</summary>
internal sealed class RememberedFolder : IDisposable
{
    /// <summary>UTF-16 code units that are told at once.</summary>
    private const int BatchLength = 1 << 19;

    private static readonly FileKind Source = new(RememberedSource.MostBytes, FollowsLinks: false);

    private readonly string _path;
    private readonly FolderWatcher _watcher;

    /// <param name="key">The folder's path with forward slashes and one at its end.</param>
    /// <param name="path">Its path, as the system has it.</param>
    /// <param name="onChange">Is told the path of whatever may have become something else.</param>
    /// <param name="onLost">Is called when anything may have.</param>
    /// <param name="onProblem">Is told if the folder can't be watched.</param>
    public RememberedFolder(string key, string path, Action<string> onChange, Action onLost, Action<string> onProblem)
    {
        Key = key;
        _path = path;
        _watcher = new FolderWatcher(path, Matters, onChange, onLost, onProblem);
    }

    /// <summary>The folder's path with forward slashes and one at its end.</summary>
    public string Key { get; }

    /// <summary>What was told of files, by their paths.</summary>
    public Dictionary<string, FileStamp> Told { get; } = new(FilePaths.Comparer);

    /// <summary>What is remembered, as was answered last.</summary>
    public MemoryUsage Usage { get; private set; } = MemoryUsage.None;

    /// <summary>Whether less is remembered than was told; not where what writes remembers nothing at all.</summary>
    public bool HasLost => Usage != MemoryUsage.None && Usage.Files + Usage.LeftOut < Told.Count;

    /// <summary>Whether files in a path are, or were, those of a folder.</summary>
    public bool IsFolder(string path) => FileEntry.At(path) is { Kind: FileEntryKind.Folder } || Told.Keys.Any(file => FilePaths.IsBelow(file, path));

    /// <summary>Whether a file says which files are let alone.</summary>
    public static bool IsOfRules(string path) => Path.GetFileName(path.AsSpan()) is ".gitignore" or CompletionIgnore.FileName;

    /// <summary>Finds the files that are remembered, those that were written last at the end.</summary>
    /// <param name="configuration">Says which may be.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IEnumerable<string> Find(WorkspaceConfiguration configuration, TimeProvider clock, CancellationToken cancellationToken)
    {
        WorkspaceFiles files = configuration.Folders.Files;
        return FolderWalk.ForProject(files, clock)
            .FilesBelow(_path, extension: null, name => !IsLeftOut(name), cancellationToken)
            .Where(path => IsOwn(path, configuration) && RememberedSource.IsRemembered(configuration, path))
            .Select(path => (Path: path, Entry: FileEntry.At(path)))
            .OrderBy(file => file.Entry?.LastWriteUtc)
            .Select(file => file.Path);
    }

    /// <summary>What isn't told yet of files, or was told otherwise, in parts that can be told at once.</summary>
    /// <param name="paths">The files; they may have gone.</param>
    /// <param name="openAt">Gives the text and language of the document that stands in place of a file, if one does.</param>
    /// <param name="configuration">Says which may be remembered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IEnumerable<IReadOnlyList<FileAsItIs>> Differences(
        IReadOnlyList<string> paths,
        Func<string, (string Text, string LanguageId)?> openAt,
        WorkspaceConfiguration configuration,
        CancellationToken cancellationToken)
    {
        List<FileAsItIs> batch = [];
        int length = 0;
        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Look(path, openAt(path), configuration) is not { } file)
                continue;

            batch.Add(file);
            length += file.Told.Text?.Length ?? 0;
            if (length >= BatchLength)
            {
                yield return batch;
                (batch, length) = ([], 0);
            }
        }

        if (batch.Count > 0)
            yield return batch;
    }

    /// <summary>Files were told of.</summary>
    public void Take(IEnumerable<FileAsItIs> files, MemoryUsage usage)
    {
        foreach (FileAsItIs file in files)
        {
            if (file.Stamp is { } stamp)
                Told[file.Path] = stamp;
            else
                Told.Remove(file.Path);
        }

        Usage = usage;
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher.Dispose();

    /// <summary>What is to be told of a file; nothing if all of it was.</summary>
    private FileAsItIs? Look(string path, (string Text, string LanguageId)? open, WorkspaceConfiguration configuration)
    {
        bool isTold = Told.TryGetValue(path, out FileStamp told);
        if (open is { } document)
        {
            var stamp = new FileStamp(document.Text.Length, default, document.Text.GetHashCode(StringComparison.Ordinal));
            return document.Text.Length > RememberedSource.MostBytes
                    || !configuration.Rules.IsAllowed(path, document.LanguageId, out _) || !configuration.MayBeShown(path) ? Gone()
                : isTold && told == stamp ? null
                : As(SecretText.Hide(document.Text), stamp);
        }

        if (FileEntry.At(path) is not { Kind: FileEntryKind.File } entry || !RememberedSource.IsRemembered(configuration, path))
            return Gone();

        var onDisk = new FileStamp(entry.Length, entry.LastWriteUtc, 0);
        if (isTold && told == onDisk)
            return null;

        return configuration.Folders.Files.TryRead(path, Source, out byte[]? bytes, out _) && RememberedSource.TryRead(bytes, out string? text)
            ? As(text, onDisk)
            : Gone();

        FileAsItIs? Gone() => isTold ? new FileAsItIs(path, new RememberedFile(NameOf(path), null), null) : null;

        FileAsItIs As(string text, FileStamp stamp) => new(path, new RememberedFile(NameOf(path), text), stamp);
    }

    private string NameOf(string path) => DocumentLocation.Parse(path).Path[Key.Length..];

    private bool IsOwn(string path, WorkspaceConfiguration configuration) => configuration.Folders.FolderOf(path) == Key;

    private bool Matters(string path, bool mayBeFolder) => FilePaths.IsBelow(path, _path)
        && !Path.GetRelativePath(_path, Path.GetDirectoryName(path)!).Split(Path.DirectorySeparatorChar).Any(IsLeftOut);

    /// <summary>Whether a folder of that name holds nothing that people write.</summary>
    private static bool IsLeftOut(string name) => name is (['.', _, ..] and not "..") or "node_modules" or "obj" or "__pycache__";
}
