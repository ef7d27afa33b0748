using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The C# projects of a client's folders, with the documents that are open in place of their files. Loads in the
/// background; until that is done there are no documents. Thread-safe.
/// </summary>
internal sealed class CSharpWorkspace : IDisposable
{
    /// <summary>How long a project file must have been left alone before everything is loaded again.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly string[] _folders;
    private readonly CSharpProjectReading _reading;
    private readonly TimeProvider _clock;
    private readonly Action<CSharpWorkspaceState> _onState;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OpenDocument> _open = new(StringComparer.Ordinal);
    private readonly List<SourceWatcher> _watchers = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _loadGate = new();
    private readonly SourceCache _sources = new();
    private readonly ReferenceCache _references = new();
    private CancellationTokenSource _loading = new();
    private Loaded? _loaded;
    private readonly Dictionary<string, long> _changesOf = new(StringComparer.Ordinal);
    private long _changes;

    /// <param name="folders">The folders, as URIs or paths.</param>
    /// <param name="clock">The time.</param>
    /// <param name="onState">Is told of changes, on any thread.</param>
    /// <param name="reading">How projects are read.</param>
    public CSharpWorkspace(
        IEnumerable<string> folders,
        TimeProvider clock,
        Action<CSharpWorkspaceState> onState,
        CSharpProjectReading reading = CSharpProjectReading.Files)
    {
        _reading = reading;
        _folders = [.. folders.Select(folder => DocumentLocation.Parse(folder).File).OfType<string>().Where(Directory.Exists)];
        _clock = clock;
        _onState = onState;
    }

    /// <summary>What there is.</summary>
    public CSharpWorkspaceState State { get; private set; } = new(false, 0, 0, []);

    /// <summary>Loads the projects in the background.</summary>
    /// <returns>Done when they are loaded.</returns>
    public Task LoadAsync()
    {
        CancellationToken cancellationToken;
        lock (_gate)
        {
            if (_closing.IsCancellationRequested)
                return Task.CompletedTask;

            _loading.Cancel();
            _loading = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            cancellationToken = _loading.Token;
        }

        // A thread of low priority: the model's threads go first.
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            lock (_loadGate)
                Load(cancellationToken);
            done.SetResult();
        })
        {
            Name = "C# projects",
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return done.Task;
    }

    /// <summary>A document within its project.</summary>
    /// <param name="document">The document as it is to be seen.</param>
    /// <returns><see langword="null"/> if the projects aren't loaded yet.</returns>
    public CSharpDocument? Find(DocumentSnapshot document)
    {
        lock (_gate)
        {
            if (_loaded is null)
                return null;

            string path = PathOf(document.Uri);
            if (!_open.TryGetValue(document.Uri, out OpenDocument? open))
                _open.Add(document.Uri, open = new OpenDocument(path, ProjectFor(_loaded, path)));
            SyntaxTree? before = open.Project.TreeOf(path);
            CSharpDocument? found = open.At(document.Text);
            if (found is not null && found.Tree != before)
                NoteChange(path);
            return found;
        }
    }

    /// <summary>
    /// Counts the changes of all other documents and files: what was found out about a document's text holds while this
    /// stays the same.
    /// </summary>
    public long ChangesElsewhere(DocumentSnapshot document)
    {
        lock (_gate)
            return _changes - _changesOf.GetValueOrDefault(PathOf(document.Uri));
    }

    /// <summary>Loads again whatever has changed on disk, once that has come to rest.</summary>
    public void ReloadSoon()
    {
        CancellationToken superseded;
        lock (_gate)
        {
            _loading.Cancel();
            if (_closing.IsCancellationRequested)
                return;
            _loading = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            superseded = _loading.Token;
        }

        _ = Task.Delay(Settling, _clock, superseded).ContinueWith(
            _ => LoadAsync(), superseded, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    /// <summary>The files of the projects, but those that programs wrote.</summary>
    public IReadOnlyList<SyntaxTree> SourceFiles()
    {
        lock (_gate)
        {
            return
            [
                .. (_loaded?.Projects ?? [])
                    .SelectMany(project => project.Compilation.SyntaxTrees.Where(tree =>
                        tree.FilePath.StartsWith(project.Inputs.Folder, StringComparison.Ordinal) && SourceWatcher.IsSource(tree.FilePath)))
                    .DistinctBy(tree => tree.FilePath),
            ];
        }
    }

    /// <summary>A document was closed: what is on disk counts again.</summary>
    public void Close(DocumentSnapshot document)
    {
        lock (_gate)
        {
            if (_open.Remove(document.Uri, out OpenDocument? open))
                Reread(open.Project, open.Path);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _closing.Cancel();
            _loading.Cancel();
            _loaded = null;
            _open.Clear();
            foreach (SourceWatcher watcher in _watchers)
                watcher.Dispose();
            _watchers.Clear();
        }
    }

    private static string PathOf(string uri)
    {
        DocumentLocation location = DocumentLocation.Parse(uri);
        return location.File ?? location.Path;
    }

    private void Load(CancellationToken cancellationToken)
    {
        List<string> problems = [];
        try
        {
            Tell(new CSharpWorkspaceState(false, 0, 0, []));
            var loader = new WorkspaceLoader(
                _sources,
                _references,
                _reading,
                problem => problems.Add(problem),
                share => Tell(new CSharpWorkspaceState(false, (int)(100 * share), 0, [])));
            CSharpProject loose = loader.LoadLoose(cancellationToken);
            IReadOnlyList<CSharpProject> projects = loader.Load(_folders, cancellationToken);
            lock (_gate)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _loaded = new Loaded(projects, loose);
                _changes++;
                _open.Clear();
                if (_watchers.Count == 0)
                    _watchers.AddRange(_folders.Select(folder => new SourceWatcher(folder, Changed, ReloadSoon, problems.Add)));
            }

            Tell(new CSharpWorkspaceState(true, 100, projects.Count, [.. problems.Distinct()]));
        }
        catch (OperationCanceledException)
        {
            // Closed, or loaded anew.
        }
        catch (Exception exception)
        {
            // Completion goes on without the projects, whatever is wrong with them.
            Tell(new CSharpWorkspaceState(
                true, 100, 0, [.. problems, $"the C# projects can't be loaded ({exception.GetType().Name}: {exception.Message})"]));
        }
    }

    private void Tell(CSharpWorkspaceState state)
    {
        State = state;
        _onState(state);
    }

    private void Changed(string path)
    {
        if (Path.GetExtension(path) != ".cs")
        {
            ReloadSoon();
            return;
        }

        lock (_gate)
        {
            if (_loaded is not { } loaded || _open.Values.Any(open => open.Path == path))
                return;

            Reread(ProjectFor(loaded, path), path);
        }
    }

    private void NoteChange(string path)
    {
        _changes++;
        _changesOf[path] = _changesOf.GetValueOrDefault(path) + 1;
    }

    private void Reread(CSharpProject project, string path)
    {
        NoteChange(path);

        // Files of no project are only known while they are open.
        if (project.Inputs.ProjectPath.Length > 0 && SourceCache.Read(path) is { } text)
            project.Put(path, text);
        else
            project.Remove(path);
    }

    /// <summary>The project that holds a file, or would: that of the innermost folder.</summary>
    private static CSharpProject ProjectFor(Loaded loaded, string path) =>
        loaded.Projects.FirstOrDefault(project => project.TreeOf(path) is not null)
        ?? loaded.Projects
            .Where(project => path.StartsWith(project.Inputs.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .MaxBy(project => project.Inputs.Folder.Length)
        ?? loaded.Loose;

    private sealed record Loaded(IReadOnlyList<CSharpProject> Projects, CSharpProject Loose);

    /// <summary>An open document, whose tree follows its text edit by edit.</summary>
    private sealed class OpenDocument(string path, CSharpProject project)
    {
        /// <summary>Shorter insertions, in UTF-16 code units, nest nothing deeply: they are not looked through.</summary>
        private const int Typed = 64;

        private DocumentText? _text;
        private CSharpDocument? _document;
        private CSharpCompilation? _seen;

        public string Path => path;

        public CSharpProject Project => project;

        /// <summary>The document with a text; <see langword="null"/> if that is nested too deeply.</summary>
        public CSharpDocument? At(DocumentText text)
        {
            SyntaxTree? tree = project.TreeOf(path);
            if (!ReferenceEquals(text, _text) || tree is null)
            {
                Microsoft.CodeAnalysis.Text.TextChange? edit = _text is null || tree is null ? null : Edit(_text, text);
                if (edit is not { NewText.Length: < Typed } && Nesting.IsTooDeep(text.ToString()))
                    return null;

                tree = project.Put(path, edit is { } change ? tree!.GetText().WithChanges(change) : SourceText.From(text.ToString()));
                _text = text;
            }

            if (_document is null || _document.Tree != tree || _seen != project.Compilation)
                _document = new CSharpDocument(project.CompilationFor(tree), tree, project.IsComplete);
            _seen = project.Compilation;
            return _document;
        }

        private static Microsoft.CodeAnalysis.Text.TextChange Edit(DocumentText before, DocumentText after)
        {
            (int start, int end, int endAfter) = before.DifferenceTo(after);
            return new(TextSpan.FromBounds(start, end), after.Slice(start, endAfter - start));
        }
    }
}
