using System.Collections.Concurrent;
using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The C# projects of a client's folders, with the documents that are open in place of their files. One thread loads them and
/// follows what others write, in the order in which it is told; until they are loaded there are no documents. Thread-safe:
/// under its lock trees are exchanged, and nothing is read, parsed or bound.
/// </summary>
internal sealed class CSharpWorkspace : IDisposable
{
    /// <summary>How long a project file must have been left alone before everything is loaded again.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly string[] _folders;
    private readonly CSharpProjectReading _reading;
    private readonly Action<CSharpWorkspaceState> _onState;
    private readonly TimeProvider _clock;
    private readonly WorkspaceFiles _files;
    private readonly Func<string, SourceText?> _read;
    private readonly WorkspaceThread _thread;
    private readonly ITimer _reload;
    private readonly FileChanges _fileChanges = new();
    private readonly ConcurrentQueue<OpenDocument> _closed = new();
    private volatile CSharpWorkspaceState _state = new(false, 0, 0, []);
    private volatile bool _isDisposed;

    // What only the thread uses.
    private readonly SourceCache _sources;
    private readonly ReferenceCache _references;
    private readonly List<SourceWatcher> _watchers = [];
    private string? _first;

    // What belongs to the lock.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ShownDocument> _open = new(FilePaths.Comparer);
    private LoadedProjects? _loaded;
    private long _changes;

    /// <param name="folders">The folders, as URIs or paths.</param>
    /// <param name="clock">The time.</param>
    /// <param name="onState">Is told of changes, on any thread.</param>
    /// <param name="reading">How projects are read.</param>
    /// <param name="read">Reads a source file that others have changed; <see cref="SourceCache.Read"/> if left out.</param>
    public CSharpWorkspace(
        IEnumerable<string> folders,
        TimeProvider clock,
        Action<CSharpWorkspaceState> onState,
        CSharpProjectReading reading = CSharpProjectReading.Files,
        Func<string, SourceText?>? read = null)
    {
        _folders = [.. folders.Select(folder => DocumentLocation.Parse(folder).File).OfType<string>()];
        _files = new WorkspaceFiles(_folders);
        _sources = new SourceCache(_files);
        _references = new ReferenceCache(_files);
        _reading = reading;
        _clock = clock;
        _onState = onState;
        _read = read ?? _sources.Read;
        _thread = new WorkspaceThread("C# projects", Failed, LetGo);
        _reload = clock.CreateTimer(_ => _thread.TryPost(Load), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What there is. Reading it takes no lock.</summary>
    public CSharpWorkspaceState State => _state;

    /// <summary>How many documents stand in place of their files.</summary>
    public int OpenDocuments
    {
        get
        {
            lock (_gate)
            {
                TakeBackClosed();
                return _open.Count;
            }
        }
    }

    /// <summary>Loads the projects in the background.</summary>
    /// <param name="first">A document that will be asked for first: what takes long at first is done for it, too.</param>
    /// <returns>Done when they are loaded, or never will be.</returns>
    public Task LoadAsync(string? first = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isPosted = _thread.TryPost(cancellationToken =>
        {
            try
            {
                _first = first is null ? null : PathOf(first);
                Load(cancellationToken);
            }
            finally
            {
                done.SetResult();
            }
        });
        return isPosted ? done.Task : Task.CompletedTask;
    }

    /// <summary>Loads again whatever has changed on disk, once that has come to rest.</summary>
    public void ReloadSoon() => _reload.Change(Settling, Timeout.InfiniteTimeSpan);

    /// <summary>Opens a document.</summary>
    /// <param name="uri">Its URI, or its path.</param>
    public OpenDocument Open(string uri) => new(this, PathOf(uri));

    /// <summary>The files of the projects, but those that programs wrote.</summary>
    public IReadOnlyList<SyntaxTree> SourceFiles()
    {
        lock (_gate)
        {
            TakeBackClosed();
            return
            [
                .. (_loaded?.Projects ?? [])
                    .SelectMany(project => project.Compilation.SyntaxTrees
                        .Where(tree => SourcePaths.IsSourceOf(project.Inputs.Folder, tree.FilePath)))
                    .DistinctBy(tree => tree.FilePath, FilePaths.Comparer),
            ];
        }
    }

    /// <summary>Lets everything go. Returns at once; what is being done ends soon.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _reload.Dispose();
        _thread.Dispose();
    }

    /// <summary>Where a document belongs; <see langword="null"/> if nothing is loaded, or the document is closed.</summary>
    internal DocumentSeat? SeatOf(OpenDocument document)
    {
        lock (_gate)
            return FindSeat(document);
    }

    /// <summary>Has a document stand in place of its file.</summary>
    /// <param name="document">The document.</param>
    /// <param name="seat">Where it belongs.</param>
    /// <param name="tree">What it is to be.</param>
    /// <param name="version">Which version that is: others see the latest only.</param>
    /// <returns>The project with that tree; <see langword="null"/> if the document belongs elsewhere by now.</returns>
    internal CSharpCompilation? Show(OpenDocument document, DocumentSeat seat, SyntaxTree tree, int version)
    {
        lock (_gate)
        {
            if (FindSeat(document) != seat)
                return null;

            string path = document.Path;
            if (!_open.TryGetValue(path, out ShownDocument? shown))
                _open.Add(path, new ShownDocument(document, seat.Project.TreeOf(path)));
            else if (shown.Document != document)
                _open[path] = shown with { Document = document };

            if (version >= document.ShownVersion)
            {
                document.ShownVersion = version;
                if (seat.Project.Set(path, tree))
                {
                    _changes++;
                    document.Changes++;
                }
            }

            CSharpCompilation project = seat.Project.Compilation;
            SyntaxTree? there = seat.Project.TreeOf(path);
            return there == tree ? project
                : there is null ? project.AddSyntaxTrees(tree)
                : project.ReplaceSyntaxTree(there, tree);
        }
    }

    /// <summary>Counts the changes of all documents and files but one.</summary>
    internal long ChangesBesides(OpenDocument document)
    {
        lock (_gate)
        {
            TakeBackClosed();
            return _changes - document.Changes;
        }
    }

    /// <summary>
    /// A document was closed. Whoever comes next sees its file in place of it, as that was last known; the file is read again
    /// in the background. Takes no lock.
    /// </summary>
    internal void Close(OpenDocument document)
    {
        _closed.Enqueue(document);
        _thread.TryPost(cancellationToken => Reread(document.Path, cancellationToken));
    }

    private static string PathOf(string uri)
    {
        DocumentLocation location = DocumentLocation.Parse(uri);
        return location.File ?? location.Path;
    }

    private DocumentSeat? FindSeat(OpenDocument document)
    {
        TakeBackClosed();
        if (_loaded is null || _isDisposed || document.Closed.IsCancellationRequested)
            return null;

        if (document.Seat?.Loaded != _loaded)
            document.Seat = new DocumentSeat(_loaded, _loaded.ProjectFor(document.Path));
        return document.Seat;
    }

    private void TakeBackClosed()
    {
        while (_closed.TryDequeue(out OpenDocument? document))
        {
            if (!_open.TryGetValue(document.Path, out ShownDocument? shown) || shown.Document != document)
                continue;

            _open.Remove(document.Path);
            if (document.Seat is { } seat && seat.Loaded == _loaded && seat.Project.Set(document.Path, shown.OnDisk))
                _changes++;
        }
    }

    private void Load(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return;

        List<string> problems = [];
        try
        {
            Tell(new CSharpWorkspaceState(false, 0, 0, []));
            string[] folders = [.. _folders.Where(_files.HasFolder)];

            // Before anything is read: what is written meanwhile is read again.
            if (_watchers.Count == 0)
                _watchers.AddRange(folders.Select(folder => new SourceWatcher(folder, Changed, ReloadSoon, problems.Add)));
            var loader = new WorkspaceLoader(
                _files,
                _sources,
                _references,
                _reading,
                _clock,
                problem => problems.Add(problem),
                share => Tell(new CSharpWorkspaceState(false, (int)(100 * share), 0, [])));
            CSharpProject loose = loader.LoadLoose(cancellationToken);
            IReadOnlyList<CSharpProject> projects = loader.Load(folders, cancellationToken);
            Take(new LoadedProjects(projects, loose));
            TryFirstCheck(problems, cancellationToken);
            Tell(new CSharpWorkspaceState(true, 100, projects.Count, [.. problems.Distinct()]));
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
        catch (Exception exception)
        {
            // Completion goes on without the projects, whatever is wrong with them.
            Tell(new CSharpWorkspaceState(
                true, 100, 0, [.. problems, $"the C# projects can't be loaded ({exception.GetType().Name}: {exception.Message})"]));
        }
    }

    /// <summary>Takes projects that were loaded, with the documents that are open.</summary>
    private void Take(LoadedProjects loaded)
    {
        List<(OpenDocument Document, DocumentSeat Seat, int Version)> readInAnotherWay = [];
        lock (_gate)
        {
            TakeBackClosed();
            foreach ((string path, ShownDocument shown) in _open.ToArray())
            {
                OpenDocument document = shown.Document;
                SyntaxTree? tree = document.Seat!.Project.TreeOf(path);
                DocumentSeat seat = new(loaded, loaded.ProjectFor(path));
                document.Seat = seat;
                _open[path] = shown with { OnDisk = seat.Project.TreeOf(path) };
                if (seat.Project.Inputs.ParseOptions.Equals(tree?.Options))
                    seat.Project.Set(path, tree);
                else
                    readInAnotherWay.Add((document, seat, document.ShownVersion));
            }

            _loaded = loaded;
            _changes++;
        }

        foreach ((OpenDocument document, DocumentSeat seat, int version) in readInAnotherWay)
        {
            if (document.LatestTree(seat.Project.Inputs.ParseOptions) is { } tree)
                Show(document, seat, tree, version);
        }
    }

    private void TryFirstCheck(List<string> problems, CancellationToken cancellationToken)
    {
        if (_first is null)
            return;

        try
        {
            FirstCheck.Run(Peek(_first), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            problems.Add($"the first check of a suggestion failed ({exception.GetType().Name}: {exception.Message})");
        }
    }

    /// <summary>A file as it stands in its project, or an empty one in its place. It isn't opened by that.</summary>
    private CSharpDocument Peek(string path)
    {
        CSharpProject project;
        CSharpCompilation compilation;
        SyntaxTree? tree;
        lock (_gate)
        {
            project = _loaded!.ProjectFor(path);
            compilation = project.Compilation;
            tree = project.TreeOf(path);
        }

        if (tree is not null)
            return new CSharpDocument(project.PartFor(tree, compilation), tree, project.IsComplete);

        tree = CSharpSyntaxTree.ParseText("", project.Inputs.ParseOptions);
        return new CSharpDocument(compilation.AddSyntaxTrees(tree), tree, project.IsComplete);
    }

    private void Changed(string path)
    {
        if (_fileChanges.Add(path))
            _thread.TryPost(LookAgain);
    }

    private void LookAgain(CancellationToken cancellationToken)
    {
        ChangedSources changed = ChangedSources.Of(_fileChanges.Take(), FolderWalk.ForProject(_files, _clock), KnownFiles, cancellationToken);
        if (changed.AreProjects)
            ReloadSoon();
        foreach (string file in changed.Files)
            Reread(file, cancellationToken);
    }

    private string[] KnownFiles()
    {
        lock (_gate)
            return [.. _loaded?.Files ?? []];
    }

    /// <summary>Takes a file as it is on disk now. Where a document stands in its place, that will be seen once it is closed.</summary>
    private void Reread(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<CSharpProject> projects;
        lock (_gate)
        {
            TakeBackClosed();
            projects = _loaded?.ProjectsOf(path) ?? [];
        }

        SourceText? text = projects.Count == 0 ? null : _read(path);
        foreach (CSharpProject project in projects)
        {
            SyntaxTree? seen;
            lock (_gate)
                seen = project.TreeOf(path);
            SyntaxTree? tree = text is null ? null
                : seen?.GetText(cancellationToken).ContentEquals(text) == true ? seen
                : CSharpSyntaxTree.ParseText(text, project.Inputs.ParseOptions, path, cancellationToken);
            lock (_gate)
            {
                TakeBackClosed();
                if (_open.TryGetValue(path, out ShownDocument? shown) && shown.Document.Seat?.Project == project)
                    _open[path] = shown with { OnDisk = tree };
                else if (project.Set(path, tree))
                    _changes++;
            }
        }
    }

    private void Tell(CSharpWorkspaceState state)
    {
        _state = state;
        _onState(state);
    }

    private void Failed(Exception exception)
    {
        string problem = $"changes on disk can't be followed ({exception.GetType().Name}: {exception.Message})";
        if (!_state.Problems.Contains(problem))
            Tell(_state with { Problems = [.. _state.Problems, problem] });
    }

    private void LetGo()
    {
        foreach (SourceWatcher watcher in _watchers)
            watcher.Dispose();
        lock (_gate)
        {
            _loaded = null;
            _open.Clear();
        }
    }

    /// <param name="Document">The document.</param>
    /// <param name="OnDisk">What it stands in place of: its file as last seen, if there is one and a project has it.</param>
    private sealed record ShownDocument(OpenDocument Document, SyntaxTree? OnDisk);
}
