using System.Diagnostics.CodeAnalysis;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>
/// An open document, from the moment that it is opened to its end: the one owner of all that is known of it from one
/// request to the next. What can happen to it is a closed set: it is asked, edited, its cursor moves and comes to rest, it is
/// shown other context, has something shown, is answered, and ends. Each of these is a method that takes the session's lock, calls nobody
/// under it, and leaves nothing to be done later. Thread-safe.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "End takes the place of Dispose: what goes on after it may still look.")]
internal sealed class DocumentSession
{
    /// <summary>Milliseconds without an edit after which the cursor is taken to be at rest.</summary>
    private const int RestMs = 250;

    /// <summary>The same where the client says where the cursor rests: it has waited itself.</summary>
    private const int MovedRestMs = 50;

    /// <summary>Characters typed behind an anchor after which it moves, as soon as there is time.</summary>
    private const int WorthReanchoring = 400;

    /// <summary>How often other context may wait until its prompt is computed.</summary>
    private const int MostPostponed = 2;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly ITimer _rest;
    private readonly Action<DocumentSession, CursorAtRest> _onRest;
    private DocumentSnapshot _document;
    private Generation? _running;
    private Place? _shown;
    private long _latestRequest;
    private bool _hasEnded;
    private PromptAnchor? _anchor;
    private DocumentContext _context = DocumentContext.None;
    private Task<DocumentContext>? _firstContext;
    private CancellationTokenSource? _idle;
    private CancellationTokenSource? _resting;
    private int? _cursor = 0;
    private CursorNews _cursorNews = CursorNews.Opened;
    private CacheHistory _history = CacheHistory.Empty;
    private int _postponed;

    /// <summary>Begins with a document that was opened.</summary>
    /// <param name="document">The document.</param>
    /// <param name="insight">What a compiler knows of it; it is disposed of at the end.</param>
    /// <param name="clock">The time.</param>
    /// <param name="onRest">Is told, on a thread of the pool, when the cursor has come to rest.</param>
    public DocumentSession(
        DocumentSnapshot document, IDocumentInsight insight, TimeProvider clock, Action<DocumentSession, CursorAtRest> onRest)
    {
        _document = document;
        Insight = insight;
        _onRest = onRest;
        _rest = clock.CreateTimer(_ => Rest(), null, TimeSpan.FromMilliseconds(RestMs), Timeout.InfiniteTimeSpan);
    }

    /// <summary>What a compiler knows of the document; nothing once the session has ended.</summary>
    public IDocumentInsight Insight { get; }

    /// <summary>Cancelled when the document is closed.</summary>
    public CancellationToken Ended => _ending.Token;

    /// <summary>What the cache did for the last answers.</summary>
    public CacheHistory History
    {
        get
        {
            lock (_gate)
                return _history;
        }
    }

    /// <summary>The client asks for a completion; idle work makes way.</summary>
    /// <param name="query">What it asks.</param>
    /// <param name="settings">The settings that hold.</param>
    /// <param name="place">
    /// The place, seen from the anchor of the burst of typing, or from a new one; <see langword="null"/> where the first
    /// context is to be looked for before.
    /// </param>
    /// <returns>The request's number: only the latest one is worth the model's time.</returns>
    public long Ask(CompletionQuery query, ServerSettings settings, out Place? place)
    {
        long request;
        CancellationTokenSource? idle;
        CancellationTokenSource? resting = null;
        lock (_gate)
        {
            request = ++_latestRequest;
            place = IsNew && settings.ContextTokens > 0 ? null : PlaceOf(query, settings);
            idle = _idle;
            _idle = null;

            // Who asks says where the cursor is: where it may have been before is of no use any more.
            if (_cursorNews == CursorNews.Opened)
                (_cursor, resting, _resting) = (null, _resting, null);
        }

        idle?.Cancel();
        resting?.Cancel();
        return request;
    }

    /// <summary>The document was changed.</summary>
    /// <param name="document">The document afterwards.</param>
    /// <param name="start">The first offset that may differ: nothing before an anchor may change.</param>
    /// <param name="cursor">Where the cursor most likely is.</param>
    public void Edited(DocumentSnapshot document, int start, int cursor)
    {
        CancellationTokenSource? resting;
        lock (_gate)
        {
            if (start < _anchor?.Offset)
                _anchor = null;
            _document = document;
            resting = AwaitRest(cursor, CursorNews.Edited, RestMs);
        }

        resting?.Cancel();
    }

    /// <summary>The cursor is at a place, and nothing was changed there.</summary>
    /// <param name="offset">The place, in UTF-16 code units.</param>
    public void CursorMoved(int offset)
    {
        CancellationTokenSource? resting;
        lock (_gate)
        {
            // Some clients tell that an edit has moved it, too: that is known already.
            if (_hasEnded || (offset == _cursor && _cursorNews != CursorNews.Opened && _resting is null))
                return;
            resting = AwaitRest(offset, CursorNews.Moved, MovedRestMs);
        }

        resting?.Cancel();
    }

    /// <summary>The place that a request asks for, once the first context is shown.</summary>
    /// <returns><see langword="null"/> if a later request took its place, or the document was closed.</returns>
    public Place? Locate(long request, CompletionQuery query, ServerSettings settings)
    {
        lock (_gate)
            return IsLatest(request) ? PlaceOf(query, settings) : null;
    }

    /// <summary>
    /// Whether other context may wait until its prompt is computed: where keys have ended that often, it is worth more than the
    /// one answer that takes longer for it.
    /// </summary>
    public bool PostponeContext()
    {
        lock (_gate)
            return _postponed++ < MostPostponed;
    }

    /// <summary>The place where the cursor rests, with what is shown besides from now on; other context takes a new anchor.</summary>
    /// <param name="query">The place.</param>
    /// <param name="news">How it is known.</param>
    /// <param name="context">What is shown besides the document.</param>
    /// <param name="settings">The settings that hold.</param>
    /// <returns><see langword="null"/> if the document is another one meanwhile, or was closed.</returns>
    public Place? LocateAtRest(CompletionQuery query, CursorNews news, DocumentContext context, ServerSettings settings)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(context.Parts, _context.Parts))
                MoveAnchor(query, settings, context);
            (_context, _postponed) = (context, 0);
            if (_hasEnded || !ReferenceEquals(query.Document, _document))
                return null;
            if (query.Offset - _anchor?.Offset > WorthReanchoring)
                _anchor = null;

            // What the cursor was moved over was not typed: it stands in the suffix of the anchor, too.
            Place place = PlaceOf(query, settings);
            if (news != CursorNews.Moved || place.Typed.Length == 0 || place.Anchor.Suggestions.Find(place.Typed) is not null)
                return place;
            _anchor = null;
            return PlaceOf(query, settings);
        }
    }

    /// <summary>Something is shown at a place.</summary>
    /// <returns>Whether it is the rest of what was shown before, and the user typed along it.</returns>
    public bool Show(Place place, string text)
    {
        lock (_gate)
        {
            bool isTyped = _shown?.IsSameAs(place, text) == true;
            _shown = place.Behind(text);
            return isTyped;
        }
    }

    /// <summary>Finds the completion that writes for a place: the one that is running, or a new one that has to be run.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="place">The place.</param>
    /// <param name="isNew">Whether it is new.</param>
    /// <returns><see langword="null"/> if a later request took this one's place, or the document was closed.</returns>
    public Generation? Join(long request, Place place, out bool isNew)
    {
        Generation? useless;
        Generation generation;
        lock (_gate)
        {
            isNew = false;
            if (!IsLatest(request))
                return null;
            if (_running?.TryJoin(place) == true)
                return _running;

            isNew = true;
            useless = _running;
            _running = generation = new Generation(place.Anchor, place.Typed);
        }

        useless?.Cancel();
        return generation;
    }

    /// <summary>What the first prompt is to show besides the document: found once, and waited for by all who come first.</summary>
    /// <param name="find">Finds it.</param>
    /// <returns><see langword="null"/> if there was a prompt already, or something is shown.</returns>
    public Task<DocumentContext>? FirstContext(Func<Task<DocumentContext>> find)
    {
        lock (_gate)
            return IsNew && !_hasEnded ? _firstContext ??= Task.Run(find) : null;
    }

    /// <summary>Shows the first context, if there was no prompt meanwhile.</summary>
    public void ShowFirst(DocumentContext context)
    {
        lock (_gate)
        {
            if (IsNew)
                _context = context;
        }
    }

    /// <summary>What new anchors show besides the document.</summary>
    public DocumentContext Context
    {
        get
        {
            lock (_gate)
                return _context;
        }
    }

    /// <summary>Allows idle work until the next request.</summary>
    /// <returns>Cancelled then; at once if the document was closed.</returns>
    public CancellationToken BeginIdleWork()
    {
        lock (_gate)
            return _hasEnded ? new CancellationToken(canceled: true) : (_idle ??= new CancellationTokenSource()).Token;
    }

    /// <summary>Allows further work for a request until the next one.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Cancelled then; at once if there was a later one already, or the document was closed.</returns>
    public CancellationToken UntilLater(long request)
    {
        lock (_gate)
            return IsLatest(request) ? (_idle ??= new CancellationTokenSource()).Token : new CancellationToken(canceled: true);
    }

    /// <summary>An answer was given.</summary>
    /// <param name="record">How it came about.</param>
    /// <param name="number">Its number among the answers of all documents.</param>
    public void Answered(CompletionRecord record, long number)
    {
        lock (_gate)
            _history = _history.With(record, number);
    }

    /// <summary>The document was closed: whatever goes on for it ends, and nothing begins any more.</summary>
    public void End()
    {
        Generation? running;
        CancellationTokenSource? idle;
        CancellationTokenSource? resting;
        lock (_gate)
        {
            _hasEnded = true;
            (running, _running) = (_running, null);
            (idle, _idle) = (_idle, null);
            (resting, _resting) = (_resting, null);
            _rest.Dispose();
        }

        _ending.Cancel();
        running?.Cancel();
        idle?.Cancel();
        resting?.Cancel();
        Insight.Dispose();
    }

    private bool IsNew => _anchor is null && ReferenceEquals(_context, DocumentContext.None);

    private bool IsLatest(long request) => request == _latestRequest && !_hasEnded;

    /// <summary>Waits until the cursor has rested for a while; the caller holds the lock.</summary>
    /// <returns>Is to be cancelled outside of it: what was done while the cursor rested elsewhere.</returns>
    private CancellationTokenSource? AwaitRest(int cursor, CursorNews news, int milliseconds)
    {
        CancellationTokenSource? resting = _resting;
        _resting = null;
        (_cursor, _cursorNews) = (cursor, news);
        _rest.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        return resting;
    }

    private void Rest()
    {
        CursorAtRest rest;
        lock (_gate)
        {
            // A timer may come late: after the end, or after an edit that set it anew and begins another rest.
            if (_hasEnded || _cursor is not { } cursor || _resting is not null)
                return;

            _resting = new CancellationTokenSource();
            rest = new CursorAtRest(_document, Math.Min(cursor, _document.Text.Length), _cursorNews, _resting.Token);
        }

        _onRest(this, rest);
    }

    /// <summary>
    /// Lets the anchor go for one that shows other context. What is suggested at a place stays: the user reads it, and may type
    /// along it. The caller holds the lock.
    /// </summary>
    private void MoveAnchor(CompletionQuery query, ServerSettings settings, DocumentContext context)
    {
        KnownSuggestion? known = null;
        if (_anchor is not null && ReferenceEquals(query.Document, _document))
        {
            Place before = PlaceOf(query, settings);
            known = before.Anchor.Suggestions.Find(before.Typed);
        }

        (_anchor, _context) = (null, context);
        if (known is not { Text.Length: > 0 })
            return;

        Place place = PlaceOf(query, settings);
        place.Anchor.Suggestions.Add(place.Typed, known.Text);
        _shown = place.Behind(known.Text);
    }

    private Place PlaceOf(CompletionQuery query, ServerSettings settings)
    {
        DocumentText text = query.Document.Text;
        (int start, int end) = query.Selected is { } selected ? (selected.Start, selected.End) : (query.Offset, query.Offset);
        string after = PromptAnchor.After(text, end);

        // What was edited since the question was read would move an anchor that others share.
        bool isCurrent = ReferenceEquals(query.Document, _document);
        if (!isCurrent || _anchor is not { } anchor || anchor.Settings != settings || !anchor.Holds(start, after))
        {
            anchor = PromptAnchor.At(text, start, after, _context.Files, settings);
            if (isCurrent)
                _anchor = anchor;
        }

        string typed = text.Slice(anchor.Offset, start - anchor.Offset);
        return new Place(anchor, typed + query.Selected?.Text, after);
    }
}
