namespace LspCompletion.Server.Files;

/// <summary>Watches a folder for changes of files and folders, by others than the editor.</summary>
internal sealed class FolderWatcher : IDisposable
{
    private readonly Func<string, bool, bool> _matters;
    private readonly Action<string> _onChange;
    private readonly FileSystemWatcher? _watcher;

    /// <param name="folder">The folder; everything below it is watched.</param>
    /// <param name="matters">
    /// Says of a path whether its change matters, and is told whether it was made, renamed or deleted: then it may be a folder, of
    /// whose files the system tells nothing.
    /// </param>
    /// <param name="onChange">Is told the path of what was written, made, renamed or deleted, if that matters.</param>
    /// <param name="onLost">Is called when more changed at once than the system tells: anything may have.</param>
    /// <param name="onProblem">Is told if the folder can't be watched.</param>
    public FolderWatcher(string folder, Func<string, bool, bool> matters, Action<string> onChange, Action onLost, Action<string> onProblem)
    {
        _matters = matters;
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
        if (_matters(path, mayBeFolder))
            _onChange(path);
    }
}
