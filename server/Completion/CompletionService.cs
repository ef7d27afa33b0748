using System.Collections.Concurrent;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Workspace;

namespace LspCompletion.Server.Completion;

/// <summary>
/// The documents that are open, each with its session, and what all of them share: the configuration, what writes, the
/// compilers, the status. It gives each event to the session that it is for.
/// </summary>
internal sealed class CompletionService : ICompletionService, IDisposable
{
    /// <summary>How long the end waits for what is running: it has been told to end, and looks for that within each step.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock;
    private readonly Action<string> _log;
    private readonly LiveStatus _status = new(new EngineStatus(EngineState.Loading, EngineStatus.LoadingMessage));
    private readonly Lock _configuring = new();
    private readonly ConcurrentDictionary<string, DocumentSession> _sessions = new(StringComparer.Ordinal);
    private readonly ContextCollector _context = new();
    private readonly BackgroundTasks _background;
    private readonly LanguageInsights _insights;
    private readonly BackendLoader _backend;
    private readonly WorkspaceMemory _memory;
    private readonly Activity _activity;
    private readonly IdleWork _idle;
    private readonly Answering _answering;
    private volatile WorkspaceConfiguration _configuration;
    private long _answers;

    /// <param name="configuration">What the user and the client have set, to begin with.</param>
    /// <param name="insights">What compilers know; disposed of here.</param>
    /// <param name="openBackend">Makes what writes completions, by settings; it is loaded, and disposed of, here.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Is given lines for the log; they hold no source text.</param>
    public CompletionService(
        WorkspaceConfiguration configuration,
        LanguageInsights insights,
        Func<BackendSettings, IBackend> openBackend,
        TimeProvider clock,
        Action<string> log)
    {
        _configuration = configuration;
        _clock = clock;
        _log = log;
        _insights = insights;
        var failures = new Failures(log);
        _background = new BackgroundTasks(failures);
        _activity = new Activity(_status, () => _backend!.Current, insights, () => _memory!, () => _configuration);
        _memory = new WorkspaceMemory(() => _backend!.Loaded, () => _configuration, Renew, clock, log);
        _backend = new BackendLoader(openBackend, _status, _activity, _memory.Refresh, log);
        var writing = new Writing(() => _backend.Current ?? throw new BackendGoneException());
        var search = new ContextSearch(_context);
        _idle = new IdleWork(writing, search, _activity, _background, () => _configuration);
        var showing = new Showing(writing, clock);
        _answering = new Answering(
            writing, showing, new Alternatives(writing, showing, clock), search, _idle, _activity, _background, failures, clock);
        _insights.Changed += Renew;
    }

    /// <inheritdoc/>
    public event Action<EngineStatus>? StatusChanged
    {
        add => _status.Changed += value;
        remove => _status.Changed -= value;
    }

    /// <inheritdoc/>
    public EngineStatus Status => _status.Current;

    /// <inheritdoc/>
    public CacheState Cache
    {
        get
        {
            CacheUsage usage = _backend.Current?.Cache ?? CacheUsage.None;
            return new CacheState(
                usage.BudgetBytes,
                [
                    .. _sessions.Select(open => (Uri: open.Key, open.Value.History))
                        .Where(document => document.History.LatestAnswer > 0)
                        .OrderByDescending(document => document.History.LatestAnswer)
                        .Select(document => Describe(document.Uri, document.History, usage.Slots.GetValueOrDefault(document.Uri))),
                ]);

            static CachedDocument Describe(string uri, CacheHistory history, SlotUsage slot) =>
                new(uri, slot.Tokens, slot.Capacity, slot.Bytes, history.Recent, history.LastMiss);
        }
    }

    /// <summary>The documents that are open.</summary>
    internal int SessionCount => _sessions.Count;

    /// <summary>The tasks that run and that nobody waits for.</summary>
    internal int BackgroundCount => _background.Count;

    /// <summary>Loads the model, in the background.</summary>
    public void Start() => _backend.Load(BackendSettings.Of(_configuration.Settings));

    /// <summary>Takes new settings, and loads the model again if they say another one than was loaded.</summary>
    public void Apply(ServerSettings settings)
    {
        Configure(before => WorkspaceConfiguration.Of(settings, before.Folders, _clock));
        _backend.Apply(BackendSettings.Of(settings));
        Renew();
    }

    /// <inheritdoc/>
    public async Task<CompletionReply> CompleteAsync(CompletionQuery query, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        WorkspaceConfiguration configuration = _configuration;
        if (!_sessions.TryGetValue(query.Document.Uri, out DocumentSession? session))
            return new CompletionReply(null, new CompletionRecord { Source = "none", Reason = "the document isn't open" });

        // Requests and edits are in the order of the messages; whatever takes time is not for the thread that reads them.
        long request = session.Ask(query, configuration.Settings, out Place? place);
        CompletionReply reply = await Task.Run(
            () => _answering.AnswerAsync(session, request, query, place, configuration, cancellationToken), CancellationToken.None).ConfigureAwait(false);
        long number = Interlocked.Increment(ref _answers);
        reply = reply with
        {
            Record = reply.Record with { Number = number, TotalMs = _clock.GetElapsedTime(start).TotalMilliseconds },
        };
        session.Answered(reply.Record, number);

        // Who listens hears how an answer came about before the answer.
        await _activity.Answered(reply.Record).ConfigureAwait(false);
        return reply;
    }

    /// <inheritdoc/>
    public void Opened(DocumentSnapshot document)
    {
        End(document.Uri);
        _sessions[document.Uri] = new DocumentSession(document, _insights.Open(document), _clock, _idle.WarmAtRest);
        _context.Opened(document);
        _memory.Changed(document);
    }

    /// <inheritdoc/>
    public void Changed(DocumentSnapshot before, DocumentSnapshot after, int editStart)
    {
        if (!_sessions.TryGetValue(after.Uri, out DocumentSession? session))
            return;

        // Where the edit ends is where the cursor most likely is.
        int cursor = Math.Clamp(after.Text.Length - before.Text.Length + editStart, editStart, after.Text.Length);
        session.Edited(after, editStart, after.Text.CharacterStart(cursor));
        _context.Changed(before, after, editStart);
        _memory.Changed(after);
    }

    /// <inheritdoc/>
    public void Closed(DocumentSnapshot document) => End(document.Uri);

    /// <inheritdoc/>
    public void Arranged(string notebook, IReadOnlyList<string> cells) => _context.Arranged(notebook, cells);

    /// <inheritdoc/>
    public void FoldersChanged(IReadOnlyList<string> added, IReadOnlyList<string> removed) =>
        Configure(before => WorkspaceConfiguration.Of(before.Settings, before.Folders.With(added, removed), _clock));

    /// <inheritdoc/>
    public void Shown(string suggestionId)
    {
        // Whatever is answered is taken to be shown: most clients don't tell.
    }

    /// <inheritdoc/>
    public void Accepted(string suggestionId, int acceptedLength)
    {
        // What follows an accepted suggestion was prefetched when the suggestion was answered.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (string uri in _sessions.Keys)
            End(uri);

        _memory.Dispose();
        _backend.Dispose();
        _insights.Changed -= Renew;
        _insights.Dispose();
        if (!_background.WhenEnded().Wait(EndLimit))
            _log($"{_background.Count} tasks didn't end within {EndLimit.TotalSeconds:F0} s; please report this.");
    }

    private void Renew() => _ = _activity.Renew();

    private void Configure(Func<WorkspaceConfiguration, WorkspaceConfiguration> change)
    {
        // Two that change it at once must not lose each other's; those that are told read it themselves.
        lock (_configuring)
            _configuration = change(_configuration);
        _insights.Apply(_configuration);
        _memory.Refresh();
    }

    private void End(string uri)
    {
        if (!_sessions.TryRemove(uri, out DocumentSession? session))
            return;

        session.End();
        _memory.Closed(uri);
        _backend.Current?.Forget(uri);
    }
}
