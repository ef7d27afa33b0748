using System.Collections.Concurrent;
using System.Globalization;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Context;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Answers requests, cheapest way first: the rest of what the model wrote before, a completion that it is writing, its
/// cache extended, its cache filled anew.
/// </summary>
internal sealed class CompletionService : ICompletionService, IDisposable
{
    /// <summary>Milliseconds without an edit after which the cursor is taken to be at rest.</summary>
    private const int RestMs = 250;

    /// <summary>The most milliseconds that a request waits for the next key, where its prompt isn't in the cache.</summary>
    private const int MostDebounceMs = 120;

    /// <summary>Characters typed behind an anchor after which it moves, as soon as there is time.</summary>
    private const int WorthReanchoring = 400;

    /// <summary>The most milliseconds that the first request in a document waits for what its prompt shows besides.</summary>
    private const int MostContextMs = 50;

    private const string Superseded = "a later request took its place";

    private readonly TimeProvider _clock;
    private readonly CacheOverview _cache = new();
    private readonly LiveStatus _status = new(new EngineStatus(EngineState.Loading, EngineStatus.LoadingMessage));
    private readonly BackendLoader _backend;
    private readonly LanguageInsights _insights;
    private readonly ConcurrentDictionary<string, IDocumentInsight> _documents = new(StringComparer.Ordinal);
    private readonly ContextCollector _context;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DocumentSession> _sessions = [];
    private ServerSettings _settings;
    private WorkspaceFolders _folders;
    private FileRules _rules;
    private CancellationTokenSource _idle = new();
    private double _lastPromptMs;
    private long _suggestions;

    /// <param name="settings">The settings to begin with.</param>
    /// <param name="workspaceFolders">The URIs of the folders that the client works in.</param>
    /// <param name="openBackend">Makes what writes completions, by settings; it is loaded, and disposed of, here.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Is given lines for the log; they hold no source text.</param>
    public CompletionService(
        ServerSettings settings,
        IReadOnlyList<string> workspaceFolders,
        Func<ServerSettings, IBackend> openBackend,
        TimeProvider clock,
        Action<string> log)
    {
        _settings = settings;
        _folders = new WorkspaceFolders(workspaceFolders);
        _rules = new FileRules(settings, _folders, clock);
        _clock = clock;
        _backend = new BackendLoader(openBackend, _status, Rested, log);
        _insights = new LanguageInsights([new CSharpInsight(new WorkspaceConfiguration(settings, _folders, _rules), clock, log)]);
        _context = new ContextCollector(MayBeShown, ProjectPathOf);
        _insights.Changed += () => _status.Change(Rested);
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
    public CacheState Cache => _cache.Read(_backend.Current?.Cache ?? CacheUsage.None);

    /// <summary>Loads the model, in the background.</summary>
    public void Start() => _backend.Load(Settings);

    /// <summary>Takes new settings, and loads the model again if they say another one than was loaded.</summary>
    public void Apply(ServerSettings settings)
    {
        ServerSettings old;
        bool isStarted;
        lock (_gate)
        {
            isStarted = _backend.Current is not null;
            old = _settings;
            _settings = settings;
            _rules = new FileRules(settings, _folders, _clock);
        }

        _insights.Apply(Configuration);
        if (isStarted && BackendSettings.Of(old) != BackendSettings.Of(settings))
            Start();
        else if (old.Enabled != settings.Enabled)
            _status.Change(Rested);
    }

    /// <inheritdoc/>
    public async Task<CompletionReply> CompleteAsync(CompletionQuery query, CancellationToken cancellationToken)
    {
        long start = _clock.GetTimestamp();
        CompletionReply reply = await AnswerAsync(query, cancellationToken).ConfigureAwait(false);
        double totalMs = _clock.GetElapsedTime(start).TotalMilliseconds;
        reply = reply with { Record = reply.Record with { TotalMs = totalMs } };
        _cache.Answered(query.Document.Uri, reply.Record);
        _status.Change(status => Rested(status) with { Last = reply.Record });
        return reply;
    }

    /// <inheritdoc/>
    public void Opened(DocumentSnapshot document)
    {
        lock (_gate)
        {
            _sessions.Remove(document.Uri, out DocumentSession? old);
            old?.Dispose();
            _sessions.Add(document.Uri, new DocumentSession());
        }

        _context.Opened(document);
        CloseInsight(document.Uri);
        _documents[document.Uri] = _insights.Open(document);
        InsightOf(document.Uri).Prepare(document);
    }

    /// <inheritdoc/>
    public void Changed(DocumentSnapshot before, DocumentSnapshot after, int editStart)
    {
        CancellationToken moved;
        lock (_gate)
        {
            DocumentSession session = Session(after.Uri);
            session.Edited(editStart);
            session.Rest?.Cancel();
            session.Rest = new CancellationTokenSource();
            moved = session.Rest.Token;
        }

        _context.Changed(before, after, editStart);

        // Where the edit ends is where the cursor most likely is.
        int cursor = Math.Clamp(after.Text.Length - before.Text.Length + editStart, editStart, after.Text.Length);
        _ = WarmAtRestAsync(after, after.Text.CharacterStart(cursor), moved);
    }

    /// <inheritdoc/>
    public void Closed(DocumentSnapshot document)
    {
        lock (_gate)
        {
            if (_sessions.Remove(document.Uri, out DocumentSession? session))
                session.Dispose();
        }

        _cache.Forget(document.Uri);
        CloseInsight(document.Uri);
        _backend.Current?.Forget(document.Uri);
    }

    /// <inheritdoc/>
    public void FoldersChanged(IReadOnlyList<string> added, IReadOnlyList<string> removed)
    {
        lock (_gate)
        {
            _folders = _folders.With(added, removed);
            _rules = new FileRules(_settings, _folders, _clock);
        }

        _insights.Apply(Configuration);
    }

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
        lock (_gate)
        {
            foreach (DocumentSession session in _sessions.Values)
                session.Dispose();
        }

        _backend.Dispose();
        _insights.Dispose();
    }

    private async Task<CompletionReply> AnswerAsync(CompletionQuery query, CancellationToken cancellationToken)
    {
        if (Refuse(query) is { } refusal)
            return Nothing(refusal, new CompletionRecord { Source = "none" });

        CompletionRecord record = new() { Source = "earlier" };
        long request;
        lock (_gate)
        {
            request = ++Session(query.Document.Uri).LatestRequest;
            _idle.Cancel();
            _idle = new CancellationTokenSource();
        }

        await ShowFirstContextAsync(query, cancellationToken).ConfigureAwait(false);
        Place place;
        lock (_gate)
        {
            DocumentSession session = Session(query.Document.Uri);
            if (session.LatestRequest != request)
                return Nothing(Superseded, record);

            place = Place.Of(query, session);
        }

        InsightOf(query.Document.Uri).Prepare(query.Document);
        while (true)
        {
            if (place.Anchor.Suggestions.Find(place.Typed) is { } known)
            {
                lock (_gate)
                {
                    DocumentSession session = Session(query.Document.Uri);
                    if (record.Source == "earlier" && session.Shown?.Agrees(place, known.Text) == true)
                        record = record with { Source = "typed" };
                    session.Shown = place.Behind(known.Text);
                }

                return await ReplyAsync(query, place, known, record, cancellationToken).ConfigureAwait(false);
            }

            Generation generation;
            lock (_gate)
            {
                // The editor has asked again since; a client need not take back what it no longer waits for.
                DocumentSession session = Session(query.Document.Uri);
                if (session.LatestRequest != request)
                    return Nothing(Superseded, record);

                if (session.Running?.TryJoin(place.Anchor, place.Typed) == true)
                {
                    generation = session.Running;
                    record = record with { Source = "joined" };
                }
                else
                {
                    generation = session.Running = new Generation(place.Anchor, place.Typed);
                    generation.Start(running => GenerateAsync(query, place, running));
                    record = record with { Source = "cold" };
                }
            }

            long waiting = _clock.GetTimestamp();
            try
            {
                CompletionResult result = await generation.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
                record = record with { Stats = result.Stats };
                if (record.Source == "cold" && result.Stats.ReusedTokens > result.Stats.ComputedTokens)
                    record = record with { Source = "cache" };
            }
            catch (EngineException exception)
            {
                return Nothing(exception.Message, record);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // What it wrote is not what was typed: write anew, if that is still wanted and there is a model.
                if (Refuse(query) is { } meanwhile)
                    return Nothing(meanwhile, record);
            }
            finally
            {
                record = record with { ModelMs = record.ModelMs + _clock.GetElapsedTime(waiting).TotalMilliseconds };
            }
        }
    }

    /// <summary>
    /// Looks for context before the first prompt of a document is computed: later it would have to be computed anew for it.
    /// </summary>
    private async Task ShowFirstContextAsync(CompletionQuery query, CancellationToken cancellationToken)
    {
        DocumentSession session;
        Task<DocumentContext> context;
        lock (_gate)
        {
            session = Session(query.Document.Uri);
            if (!session.IsNew || _settings.ContextTokens == 0)
                return;

            // It goes on when the request is taken back: the next one waits for it, too.
            context = session.FirstContext ??=
                Task.Run(() => CollectContextAsync(query.Document, query.Offset, DocumentContext.None, CancellationToken.None), CancellationToken.None);
        }

        try
        {
            DocumentContext first = await context
                .WaitAsync(TimeSpan.FromMilliseconds(MostContextMs), _clock, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                if (session.IsNew)
                    session.Show(first);
            }
        }
        catch (TimeoutException)
        {
            // It is shown when the cursor rests.
        }
    }

    private async Task<DocumentContext> CollectContextAsync(
        DocumentSnapshot document, int cursor, DocumentContext shown, CancellationToken cancellationToken)
    {
        IReadOnlyList<ContextFile> declarations = await InsightOf(document.Uri)
            .DeclarationsAsync(document, cursor, Configuration, cancellationToken).ConfigureAwait(false);
        return _context.Collect(document, cursor, declarations, shown, cancellationToken);
    }

    private async Task<CompletionResult> GenerateAsync(CompletionQuery query, Place place, Generation generation)
    {
        await DebounceAsync(query, place, generation.Token).ConfigureAwait(false);
        _status.Change(status => status with { State = EngineState.Busy, Message = "Completing." });
        CompletionResult result = await WriteAsync(
            query.Document, place, candidate: 0, generation.Append, Urgency.Interactive, generation.Token).ConfigureAwait(false);
        _lastPromptMs = result.Stats.PromptMs;
        return result;
    }

    /// <summary>Completes a place and puts the result among its anchor's suggestions.</summary>
    /// <param name="document">The document.</param>
    /// <param name="place">The place.</param>
    /// <param name="candidate">0 for the most probable text; of others, their number.</param>
    /// <param name="onText">Is given the text piece by piece.</param>
    /// <param name="urgency">Whether somebody waits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<CompletionResult> WriteAsync(
        DocumentSnapshot document,
        Place place,
        int candidate,
        Action<string>? onText,
        Urgency urgency,
        CancellationToken cancellationToken)
    {
        // What the compiler knows may take a moment, and the caller may be the reader of messages.
        INameGuide? guide = await Task
            .Run(() => InsightOf(document.Uri).GuideAt(document, place.Anchor.Offset, place.Typed, Settings), cancellationToken).ConfigureAwait(false);
        IBackend backend = _backend.Current ?? throw new OperationCanceledException("There is no model.");
        CompletionRequest request = Request(document, place);
        request = request with { Decoding = Sampling.For(request.Decoding, candidate), Guide = guide };
        CompletionResult result = await backend
            .CompleteAsync(document.Uri, request, onText, urgency, cancellationToken).ConfigureAwait(false);
        FilterResult kept = CandidateFilter.Apply(result.Text, result.MeanLogProbability, Settings.ConfidenceThreshold);
        string? silence = result.Text.Length == 0 ? "the model has nothing to say here" : kept.Explanation;
        if (candidate == 0 || !kept.IsDropped)
            place.Anchor.Suggestions.Add(place.Typed, kept.Text, kept.IsDropped ? silence : null, result.MeanLogProbability);
        return result;
    }

    /// <summary>
    /// Writes on from where the suggestion would be accepted, while there is nothing else to do: the next suggestion is
    /// then there at once. It goes on in the document's own slot, since going back is a trim and costs nothing.
    /// </summary>
    private async Task PrefetchAsync(DocumentSnapshot document, Place place, string suggestion)
    {
        Place accepted = place.Behind(suggestion);
        if (accepted.Anchor.Suggestions.Find(accepted.Typed) is not null)
            return;

        CancellationToken untilNextRequest;
        lock (_gate)
            untilNextRequest = _idle.Token;
        try
        {
            await WriteAsync(document, accepted, candidate: 0, onText: null, Urgency.Idle, untilNextRequest).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or EngineException)
        {
            // The user went on; or it can't be, and whoever asks for it will be told.
        }
    }

    private async Task WarmAtRestAsync(DocumentSnapshot document, int cursor, CancellationToken moved)
    {
        try
        {
            await Task.Delay(TimeSpan.FromMilliseconds(RestMs), _clock, moved).ConfigureAwait(false);
            var query = new CompletionQuery(document, cursor, CompletionTrigger.Automatic, Selected: null);
            if (Refuse(query) is not null)
                return;

            DocumentContext context;
            lock (_gate)
                context = Session(document.Uri).Context;
            if (Settings.ContextTokens > 0)
                context = await CollectContextAsync(document, cursor, context, moved).ConfigureAwait(false);

            Place place;
            lock (_gate)
            {
                DocumentSession session = Session(document.Uri);
                session.Show(context);
                if (session.Anchor is { } anchor && cursor - anchor.Offset > WorthReanchoring)
                    session.DropAnchor();
                place = Place.Of(query, session);
            }

            if (_backend.Current is { } backend && place.Anchor.Suggestions.Find(place.Typed) is null)
                await backend.WarmAsync(document.Uri, Request(document, place), moved).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or EngineException)
        {
            // The user went on; or it can't be, and whoever asks for it will be told.
        }
    }

    /// <summary>Waits for the next key where the model would be slow: not while its cache is hot.</summary>
    private async Task DebounceAsync(CompletionQuery query, Place place, CancellationToken cancellationToken)
    {
        if (query.Trigger == CompletionTrigger.Invoked)
            return;

        int set = Settings.DebounceMs;
        double adapted = place.Typed.Length > 0 ? 0 : Math.Min(_lastPromptMs / 4, MostDebounceMs);
        double wait = set > 0 ? set : adapted;
        if (wait > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(wait), _clock, cancellationToken).ConfigureAwait(false);
    }

    private ServerSettings Settings
    {
        get
        {
            lock (_gate)
                return _settings;
        }
    }

    private WorkspaceConfiguration Configuration
    {
        get
        {
            lock (_gate)
                return new WorkspaceConfiguration(_settings, _folders, _rules);
        }
    }

    private IDocumentInsight InsightOf(string uri) => _documents.GetValueOrDefault(uri, NoInsight.Instance);

    private void CloseInsight(string uri)
    {
        if (_documents.TryRemove(uri, out IDocumentInsight? insight))
            insight.Dispose();
    }

    /// <summary>A document's session; the caller holds the lock.</summary>
    private DocumentSession Session(string uri)
    {
        if (!_sessions.TryGetValue(uri, out DocumentSession? session))
        {
            session = new DocumentSession();
            _sessions.Add(uri, session);
        }

        return session;
    }

    /// <summary>Whether a file may enter a prompt.</summary>
    private bool MayBeShown(string path)
    {
        FileRules rules;
        lock (_gate)
            rules = _rules;
        return rules.IsAllowed(path, "", out _);
    }

    private string ProjectPathOf(string uri)
    {
        lock (_gate)
            return _folders.ProjectPathOf(uri);
    }

    /// <summary>Why a request is not even considered.</summary>
    private string? Refuse(CompletionQuery query)
    {
        FileRules rules;
        lock (_gate)
        {
            if (!_settings.Enabled)
                return "the setting enabled turns suggestions off";
            rules = _rules;
        }

        if (Status.State is EngineState.Loading or EngineState.Error)
            return Status.Message;
        return rules.IsAllowed(query.Document.Uri, query.Document.LanguageId, out string? reason) ? null : reason;
    }

    private CompletionRequest Request(DocumentSnapshot document, Place place)
    {
        ServerSettings settings;
        lock (_gate)
            settings = _settings;
        return new CompletionRequest
        {
            Path = ProjectPathOf(document.Uri),
            Prefix = place.Anchor.Prefix,
            Typed = place.Typed,
            Suffix = place.Anchor.Suffix,
            Context = place.Anchor.Context,
            TextAfterCursor = place.After,
            Decoding = new DecodingOptions
            {
                MaxTokens = settings.MaxTokens,
                MaxLines = settings.MaxLines,
                TimeLimit = TimeSpan.FromMilliseconds(settings.TimeLimitMs),
            },
        };
    }

    private async Task<CompletionReply> ReplyAsync(
        CompletionQuery query, Place place, KnownSuggestion known, CompletionRecord record, CancellationToken cancellationToken)
    {
        if (known.Text.Length == 0)
            return Nothing(known.Silence ?? "nothing is left to suggest", record);

        FilterResult shown = SuggestionFilter.Apply(known.Text, place.LinesBefore, place.After);
        if (shown.IsDropped)
            return Nothing(shown.Explanation ?? "nothing of it fits", record);

        int replaceStart = query.Selected?.Start ?? query.Offset;
        int replaceEnd = query.Selected?.End ?? query.Offset;
        string ofItem = query.Selected?.Text ?? "";
        double checkMs = 0;
        double writeMs = 0;
        (CheckVerdict verdict, string text) = await CandidateRanking.ChooseAsync(
            place, shown.Text, CheckAsync, query.Trigger == CompletionTrigger.Invoked ? WriteAnotherAsync : null).ConfigureAwait(false);
        record = record with { Check = verdict, CheckMs = checkMs, ModelMs = record.ModelMs + writeMs };
        if (text.Length <= ofItem.Length)
            return Nothing(verdict.ToString(), record);

        _ = PrefetchAsync(query.Document, place, text[ofItem.Length..]);
        string id = Interlocked.Increment(ref _suggestions).ToString(CultureInfo.InvariantCulture);
        return new CompletionReply(new Suggestion(id, replaceStart, replaceEnd, text), record);

        async Task<(CheckVerdict Verdict, string Text)> CheckAsync(string candidate)
        {
            long start = _clock.GetTimestamp();
            CheckedText checkedText = await InsightOf(query.Document.Uri)
                .CheckAsync(query.Document, replaceStart, replaceEnd, ofItem + candidate, Settings, cancellationToken).ConfigureAwait(false);
            checkMs += _clock.GetElapsedTime(start).TotalMilliseconds;
            return (checkedText.Verdict, checkedText.Text);
        }

        async Task WriteAnotherAsync(int candidate)
        {
            long start = _clock.GetTimestamp();
            await WriteAsync(query.Document, place, candidate, onText: null, Urgency.Interactive, cancellationToken).ConfigureAwait(false);
            writeMs += _clock.GetElapsedTime(start).TotalMilliseconds;
        }
    }

    private static CompletionReply Nothing(string reason, CompletionRecord record) =>
        new(null, record with { Source = "none", Reason = reason });

    /// <summary>The status of an engine that has nothing to do; loading and errors stay what they are.</summary>
    private EngineStatus Rested(EngineStatus status)
    {
        if (status.State is EngineState.Loading or EngineState.Error)
            return status;
        if (!Settings.Enabled)
            return status with { State = EngineState.Paused, Message = "Suggestions are turned off." };

        string[] parts =
        [
            _backend.Current?.Trouble is { } trouble ? $"Ready, but {trouble}" : "Ready.",
            status.Destination is { } destination ? $"The text around the cursor is sent to {destination}." : "",
            _insights.Message,
        ];
        return status with { State = EngineState.Ready, Message = string.Join(' ', parts.Where(part => part.Length > 0)) };
    }
}
