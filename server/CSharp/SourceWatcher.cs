namespace LspCompletion.Server.CSharp;

/// <summary>Watches a folder for changes of source and project files, and of folders, by others than the editor.</summary>
internal sealed class SourceWatcher : IDisposable
{
    private readonly string _folder;
    private readonly Action<string> _onChange;
    private readonly FileSystemWatcher? _watcher;

    /// <param name="folder">The folder; everything below it is watched.</param>
    /// <param name="onChange">
    /// Is told the path of a source or project file that was written, made, renamed or deleted; and of whatever else was made,
    /// renamed or deleted, for it may be a folder of such files, of which the system then tells nothing.
    /// </param>
    /// <param name="onLost">Is called when more changed at once than the system tells: anything may have.</param>
    /// <param name="onProblem">Is told if the folder can't be watched.</param>
    public SourceWatcher(string folder, Action<string> onChange, Action onLost, Action<string> onProblem)
    {
        _folder = folder;
        _onChange = onChange;
        try
        {
            _watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true };
            _watcher.Changed += (_, change) => Report(change.FullPath, mayBeFolder: false);
            _watcher.Created += (_, change) => Report(change.FullPath, mayBeFolder: true);
            _watcher.Deleted += (_, change) => Report(change.FullPath, mayBeFolder: true);
            _watcher.Renamed += (_, change) =>
            {
                Report(change.OldFullPath, mayBeFolder: true);
                Report(change.FullPath, mayBeFolder: true);
            };
            _watcher.Error += (_, _) => onLost();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            _watcher?.Dispose();
            _watcher = null;
            onProblem($"{folder} can't be watched, so changes by other programs aren't seen: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();

    private void Report(string path, bool mayBeFolder)
    {
        bool matters = SourcePaths.IsSource(path)
            ? SourcePaths.IsSourceOf(_folder, path)
            : SourcePaths.IsProject(path) || (mayBeFolder && !SourcePaths.IsLeftOut(path, _folder));
        if (matters)
            _onChange(path);
    }
}
