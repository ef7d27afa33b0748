using LspCompletion.Server.Files;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// The C# projects of a client's folders, with the documents that are open in place of their files. One thread loads them and
/// follows what others write, in the order in which it is told; until they are loaded there are no documents. Thread-safe, and
/// nobody who calls it waits for a file.
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
    private readonly LowPriorityThread _thread;
    private readonly ITimer _reload;
    private readonly FileChanges _fileChanges = new();
    private readonly WorkspaceTrees _trees = new();
    private volatile CSharpWorkspaceState _state = new(false, 0, 0, []);

    // What only the thread uses.
    private readonly SourceCache _sources;
    private readonly ReferenceCache _references;
    private readonly List<FolderWatcher> _watchers = [];
    private string? _first;

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
        _thread = new LowPriorityThread("C# projects", Failed, LetGo);
        _reload = clock.CreateTimer(_ => _thread.TryPost(Load), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What there is. Reading it takes no lock.</summary>
    public CSharpWorkspaceState State => _state;

    /// <summary>How many documents stand in place of their files.</summary>
    public int OpenDocuments => _trees.OpenDocuments;

    /// <summary>The files of the projects, but those that programs wrote.</summary>
    public IReadOnlyList<SyntaxTree> SourceFiles() => _trees.SourceFiles();

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
    public OpenDocument Open(string uri) => new(_trees, PathOf(uri), Close);

    /// <summary>Lets everything go. Returns at once; what is being done ends soon.</summary>
    public void Dispose()
    {
        _trees.End();
        _reload.Dispose();
        _thread.Dispose();
    }

    private static string PathOf(string uri)
    {
        DocumentLocation location = DocumentLocation.Parse(uri);
        return location.File ?? location.Path;
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
            {
                _watchers.AddRange(folders.Select(folder => new FolderWatcher(
                    folder, (path, mayBeFolder) => SourcePaths.Matters(folder, path, mayBeFolder), Changed, ReloadSoon, problems.Add)));
            }

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
            _trees.Take(new LoadedProjects(projects, loose));
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

    private void TryFirstCheck(List<string> problems, CancellationToken cancellationToken)
    {
        if (_first is null)
            return;

        try
        {
            FirstCheck.Run(_trees.Peek(_first), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            problems.Add($"the first check of a suggestion failed ({exception.GetType().Name}: {exception.Message})");
        }
    }

    private void Changed(string path)
    {
        if (_fileChanges.Add(path))
            _thread.TryPost(LookAgain);
    }

    private void LookAgain(CancellationToken cancellationToken)
    {
        ChangedSources changed = ChangedSources.Of(_fileChanges.Take(), FolderWalk.ForProject(_files, _clock), () => _trees.Files, cancellationToken);
        if (changed.AreProjects)
            ReloadSoon();
        foreach (string file in changed.Files)
            Reread(file, cancellationToken);
    }

    /// <summary>A document was closed: its file may be another one by now.</summary>
    private void Close(OpenDocument document)
    {
        _trees.Close(document);
        _thread.TryPost(cancellationToken => Reread(document.Path, cancellationToken));
    }

    private void Reread(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyList<(CSharpProject Project, SyntaxTree? Tree)> projects = _trees.ProjectsOf(path);
        SourceText? text = projects.Count == 0 ? null : _read(path);
        foreach ((CSharpProject project, SyntaxTree? seen) in projects)
        {
            SyntaxTree? tree = text is null ? null
                : seen?.GetText(cancellationToken).ContentEquals(text) == true ? seen
                : CSharpSyntaxTree.ParseText(text, project.Inputs.ParseOptions, path, cancellationToken);
            _trees.SetOnDisk(project, path, tree);
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
        foreach (FolderWatcher watcher in _watchers)
            watcher.Dispose();
        _trees.Clear();
    }
}
