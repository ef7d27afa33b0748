using System.Collections.Frozen;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// What Roslyn knows of C#. The projects are loaded when the first document is opened, or when settings or folders ask for
/// others while documents are open, and let go some time after the last one was closed. Thread-safe.
/// </summary>
internal sealed class CSharpInsight : ILanguageInsight
{
    /// <summary>What most clients call the language.</summary>
    public const string LanguageId = "csharp";

    /// <summary>How long projects are kept with no document open.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private static readonly FrozenSet<string> LanguageIds = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, LanguageId, "cs", "c#", "c-sharp");

    private const string NotRead = "C# projects aren't read here, since you don't trust this folder (trustedFolders).";

    private const string NotRun =
        "C# projects are read from their files: MSBuild would run what they tell it to, and trustedFolders doesn't name this folder.";

    private readonly TimeProvider _clock;
    private readonly Action<string> _log;
    private readonly ReportedFailures _failures;
    private readonly ITimer _release;
    private readonly Lock _gate = new();
    private readonly HashSet<CSharpDocumentInsight> _documents = [];
    private WorkspaceConfiguration _configuration;
    private volatile CSharpWorkspace? _workspace;
    private volatile string _restriction = "";
    private Task _loading = Task.CompletedTask;
    private bool _isDisposed;

    /// <param name="configuration">The settings and folders to begin with.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Is given lines for the log; they hold no source text.</param>
    public CSharpInsight(WorkspaceConfiguration configuration, TimeProvider clock, Action<string> log)
    {
        _configuration = configuration;
        _clock = clock;
        _log = log;
        _failures = new ReportedFailures(log, () => Changed?.Invoke());
        _release = clock.CreateTimer(_ => LetGoUnused(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string Message
    {
        get
        {
            CSharpWorkspaceState? state = _workspace?.State;
            string[] parts =
            [
                state is null or { IsReady: true, Problems.Count: 0 } ? "" : state.Message,
                _restriction,
                _failures.Message,
            ];
            return string.Join(' ', parts.Where(part => part.Length > 0));
        }
    }

    /// <summary>Done when the projects are loaded that the open documents belong to, or never will be.</summary>
    public Task Loading
    {
        get
        {
            lock (_gate)
                return _loading;
        }
    }

    /// <summary>How many documents stand in place of their files in the workspace.</summary>
    internal int OpenDocuments => _workspace?.OpenDocuments ?? 0;

    /// <inheritdoc/>
    public bool Serves(string languageId) => LanguageIds.Contains(languageId);

    /// <inheritdoc/>
    public void Apply(WorkspaceConfiguration configuration)
    {
        lock (_gate)
        {
            WorkspaceConfiguration before = _configuration;
            _configuration = configuration;
            if (before.Settings.CSharp == configuration.Settings.CSharp
                && before.IsTrusted == configuration.IsTrusted
                && before.CSharpProjects == configuration.CSharpProjects
                && before.Folders.Uris.SequenceEqual(configuration.Folders.Uris))
            {
                return;
            }

            LetGo();
            if (_documents.Count > 0)
                Begin();
        }

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public IDocumentInsight Open(DocumentSnapshot document)
    {
        if (document.IsNotebookCell)
            return NoInsight.Instance;

        var opened = new CSharpDocumentInsight(document.Uri, _failures, _clock, Close);
        lock (_gate)
        {
            if (_isDisposed)
                return NoInsight.Instance;

            _release.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _documents.Add(opened);
            if (_workspace is null)
                Begin();
            else
                opened.Enter(_workspace);
        }

        if (_restriction.Length > 0)
            Changed?.Invoke();
        return opened;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            LetGo();
        }

        _release.Dispose();
    }

    private void Close(CSharpDocumentInsight document)
    {
        lock (_gate)
        {
            if (_documents.Remove(document) && _documents.Count == 0)
                _release.Change(KeptFor, Timeout.InfiniteTimeSpan);
        }
    }

    private void LetGoUnused()
    {
        lock (_gate)
        {
            if (_documents.Count > 0)
                return;
            LetGo();
        }

        Changed?.Invoke();
    }

    /// <summary>Begins to load the projects of the documents that are open; the caller holds the lock.</summary>
    private void Begin()
    {
        if (!_configuration.Settings.CSharp || _isDisposed)
            return;

        _restriction = !_configuration.IsTrusted ? NotRead : _configuration.CSharpProjects != _configuration.Settings.CSharpProjects ? NotRun : "";
        if (!_configuration.IsTrusted)
            return;

        var workspace = new CSharpWorkspace(_configuration.Folders.Uris, _clock, Tell, _configuration.CSharpProjects);
        _workspace = workspace;
        _loading = workspace.LoadAsync(_documents.First().Uri);
        foreach (CSharpDocumentInsight document in _documents)
            document.Enter(workspace);
    }

    /// <summary>Lets the projects go; the caller holds the lock.</summary>
    private void LetGo()
    {
        foreach (CSharpDocumentInsight document in _documents)
            document.Enter(null);
        _workspace?.Dispose();
        _workspace = null;
        _restriction = "";
        _failures.Clear();
    }

    private void Tell(CSharpWorkspaceState state)
    {
        if (state.IsReady)
        {
            foreach (string problem in state.Problems)
                _log($"C#: {problem}");
        }

        Changed?.Invoke();
    }
}
