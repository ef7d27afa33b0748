using System.Globalization;
using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Threads;

namespace LspCompletion.Server.Workspace;

/// <summary>
/// Has what writes remember the source files of the workspace's folders: all of them at first, then whatever changes, on disk
/// or in an open document, which stands in place of its file. One thread of low priority reads and tells; nobody who calls
/// waits for it. Where what writes knows less than it was told, it is another one by now, and is told again. Thread-safe.
/// </summary>
internal sealed class WorkspaceMemory : IDisposable
{
    /// <summary>How long things must have come to rest before they are told: what is half typed is of no use to anybody.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(400);

    private readonly Func<IBackend?> _backend;
    private readonly Func<WorkspaceConfiguration> _configuration;
    private readonly Action _changed;
    private readonly TimeProvider _clock;
    private readonly Action<string> _log;
    private readonly LowPriorityThread _thread;
    private readonly ITimer _settled;
    private readonly FileChanges _fileChanges = new();
    private readonly Lock _gate = new();

    /// <summary>The documents that stand in place of their files, by path.</summary>
    private readonly Dictionary<string, DocumentSnapshot> _open = new(FilePaths.Comparer);
    private volatile string _message = "";

    // What only the thread uses.
    private readonly Dictionary<string, RememberedFolder> _folders = new(StringComparer.Ordinal);
    private IBackend? _told;

    /// <param name="backend">What writes, once it is loaded.</param>
    /// <param name="configuration">What the user and the client have set, as it is now.</param>
    /// <param name="changed">Is called, on any thread, when <see cref="Message"/> is another one.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Is given lines for the log; they hold no source text.</param>
    public WorkspaceMemory(
        Func<IBackend?> backend, Func<WorkspaceConfiguration> configuration, Action changed, TimeProvider clock, Action<string> log)
    {
        _backend = backend;
        _configuration = configuration;
        _changed = changed;
        _clock = clock;
        _log = log;
        _thread = new LowPriorityThread("workspace", Failed, LetGo);
        _settled = clock.CreateTimer(_ => _thread.TryPost(LookAtChanges), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is remembered, or how much of it is read, in words; empty where nothing is to be.</summary>
    public string Message => _message;

    /// <summary>Settings, folders, or what writes are other ones: all is looked at again.</summary>
    public void Refresh() => _thread.TryPost(LookAtAll);

    /// <summary>A document was opened or changed.</summary>
    public void Changed(DocumentSnapshot document)
    {
        if (document.IsNotebookCell || DocumentLocation.Parse(document.Uri).File is not { } path)
            return;

        lock (_gate)
            _open[path] = document;
        ChangedOnDisk(path);
    }

    /// <summary>A document was closed: its file is what counts again.</summary>
    public void Closed(string uri)
    {
        if (DocumentLocation.Parse(uri).File is not { } path)
            return;

        lock (_gate)
        {
            if (!_open.Remove(path))
                return;
        }

        ChangedOnDisk(path);
    }

    /// <summary>Lets everything go. Returns at once; what is being done ends soon.</summary>
    public void Dispose()
    {
        _settled.Dispose();
        _thread.Dispose();
    }

    private void ChangedOnDisk(string path)
    {
        // Once settings want it, all is looked at.
        if (_configuration().Settings.Memory != MemoryReach.Project)
            return;

        _fileChanges.Add(path);
        _settled.Change(Settling, Timeout.InfiniteTimeSpan);
    }

    private void LookAtChanges(CancellationToken cancellationToken)
    {
        IReadOnlyCollection<string> paths = _fileChanges.Take();
        if (_folders.Count == 0)
            return;

        // What was found out about files a moment ago may be what changed.
        WorkspaceConfiguration configuration = Anew();
        if (_backend() != _told || paths.Any(path => RememberedFolder.IsOfRules(path) || _folders.Values.Any(folder => folder.IsFolder(path))))
        {
            LookAtAll(cancellationToken);
            return;
        }

        foreach (IGrouping<string?, string> ofFolder in paths.GroupBy(configuration.Folders.FolderOf))
        {
            if (ofFolder.Key is { } key && _folders.TryGetValue(key, out RememberedFolder? folder))
                Tell(folder, [.. ofFolder], configuration, cancellationToken);
        }

        Report();
    }

    private void LookAtAll(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        WorkspaceConfiguration configuration = Anew();
        IBackend? backend = _backend();
        bool isWanted = configuration.Settings is { Enabled: true, Memory: MemoryReach.Project, Backend: ServerSettings.LocalBackendName }
            && configuration.IsTrusted && backend is not null;
        Dictionary<string, string> wanted = new(StringComparer.Ordinal);
        foreach (string uri in isWanted ? configuration.Folders.Uris : [])
        {
            if (DocumentLocation.Parse(uri).File is { } path && configuration.Folders.Files.HasFolder(path)
                && configuration.Folders.FolderOf(Path.Combine(path, "a")) is { } key)
                wanted[key] = path;
        }

        foreach (RememberedFolder gone in _folders.Values.Where(folder => !wanted.ContainsKey(folder.Key)).ToArray())
        {
            gone.Dispose();
            _folders.Remove(gone.Key);
            backend?.ForgetFolder(gone.Key);
        }

        if (_told != backend)
        {
            foreach (RememberedFolder folder in _folders.Values)
                folder.Told.Clear();
        }

        _told = backend;
        foreach ((string key, string path) in wanted)
        {
            if (!_folders.TryGetValue(key, out RememberedFolder? folder))
            {
                // Before anything is read: what is written meanwhile is read again.
                folder = new RememberedFolder(key, path, ChangedOnDisk, Refresh, problem => _log($"Memory: {problem}"));
                _folders.Add(key, folder);
            }

            string[] found = [.. folder.Find(configuration, _clock, cancellationToken)];
            Tell(folder, [.. folder.Told.Keys.Except(found, FilePaths.Comparer), .. found], configuration, cancellationToken);
        }

        Report();
        if (configuration.Settings is { Enabled: true, Memory: MemoryReach.Project, Backend: not ServerSettings.LocalBackendName })
            Show("Nothing of the folder is remembered: an engine elsewhere tells no probabilities that it could be mixed with.");
    }

    /// <summary>Tells of files what isn't known of them.</summary>
    private void Tell(RememberedFolder folder, IReadOnlyList<string> paths, WorkspaceConfiguration configuration, CancellationToken cancellationToken)
    {
        // One that is told of files for the first time has to know them all in the end.
        for (int tries = 0; tries < 2; tries++)
        {
            int told = 0;
            foreach (IReadOnlyList<FileAsItIs> batch in folder.Differences(paths, OpenAt, configuration, cancellationToken))
            {
                folder.Take(batch, _told!.RememberAsync(
                    folder.Key, [.. batch.Select(file => file.Told)], cancellationToken).GetAwaiter().GetResult());
                told += batch.Count;
                if (paths.Count > told && folder.Told.Count > 0)
                    Show(string.Create(CultureInfo.InvariantCulture, $"Memory: {folder.Told.Count:N0} files read."));
            }

            if (!folder.HasLost)
                return;

            folder.Told.Clear();
            paths = [.. folder.Find(configuration, _clock, cancellationToken)];
        }
    }

    private (string Text, string LanguageId)? OpenAt(string path)
    {
        lock (_gate)
            return _open.TryGetValue(path, out DocumentSnapshot? document) ? (document.Text.ToString(), document.LanguageId) : null;
    }

    /// <summary>The configuration, with nothing known yet of files.</summary>
    private WorkspaceConfiguration Anew()
    {
        WorkspaceConfiguration now = _configuration();
        return WorkspaceConfiguration.Of(now.Settings, now.Folders, _clock);
    }

    private void Report()
    {
        MemoryUsage[] usages = [.. _folders.Values.Select(folder => folder.Usage)];
        int leftOut = usages.Sum(usage => usage.LeftOut);
        Show(_folders.Count == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"Memory of {usages.Sum(usage => usage.Files):N0} files, {usages.Sum(usage => usage.Bytes) / 1048576.0:F1} MB{(leftOut == 0 ? "" : $"; {leftOut:N0} more have no room (projectMemoryMB)")}."));
    }

    private void Show(string message)
    {
        if (_message == message)
            return;

        _message = message;
        _changed();
    }

    private void Failed(Exception exception)
    {
        // Another one writes now, or soon will, and that is told.
        if (exception is BackendGoneException)
            return;

        _log(exception is EngineException ? $"Memory: {exception.Message}" : BackendBorder.Failure("Remembering source files", exception).Message);
    }

    private void LetGo()
    {
        foreach (RememberedFolder folder in _folders.Values)
            folder.Dispose();
    }
}
