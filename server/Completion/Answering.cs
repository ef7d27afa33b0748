using System.Globalization;
using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion.Filters;
using LspCompletion.Server.Context;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Answers requests, cheapest way first: the rest of what the model wrote before, a completion that it is writing, its
/// cache extended, its cache filled anew. Runs on threads of the pool; all state is the session's.
/// </summary>
/// <param name="writing">From a place to a text.</param>
/// <param name="showing">From a text to what is shown.</param>
/// <param name="alternatives">Finds what else there is to choose from.</param>
/// <param name="context">Finds what a first prompt shows besides the document.</param>
/// <param name="idle">What is done once an answer is given.</param>
/// <param name="activity">Is told while the model writes for somebody.</param>
/// <param name="background">Holds what is written: it outlives the request that began it.</param>
/// <param name="failures">Is told of what must not happen.</param>
/// <param name="clock">The time.</param>
internal sealed class Answering(
    Writing writing,
    Showing showing,
    Alternatives alternatives,
    ContextSearch context,
    IdleWork idle,
    Activity activity,
    BackgroundTasks background,
    Failures failures,
    TimeProvider clock)
{
    /// <summary>The most milliseconds that a request waits for the next key, where its prompt isn't in the cache.</summary>
    private const int MostDebounceMs = 120;

    /// <summary>The most milliseconds that the first request in a document waits for what its prompt shows besides.</summary>
    private const int MostContextMs = 50;

    private const string Superseded = "a later request took its place";
    private const string Closed = "the document was closed";

    private long _suggestions;
    private double _lastPromptMs;

    /// <summary>Answers a request.</summary>
    /// <param name="session">The document's session.</param>
    /// <param name="request">The number that the session gave the request.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="place">The place; <see langword="null"/> where the first context is to be looked for before.</param>
    /// <param name="configuration">What the user and the client have set.</param>
    /// <param name="cancellationToken">The client takes its question back.</param>
    /// <exception cref="OperationCanceledException">The client has taken its question back.</exception>
    public async Task<CompletionReply> AnswerAsync(
        DocumentSession session,
        long request,
        CompletionQuery query,
        Place? place,
        WorkspaceConfiguration configuration,
        CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        CompletionRecord record = new() { Source = "none" };
        try
        {
            if (Refuse(query, configuration) is { } refusal)
                return Nothing(refusal, record);

            if (place is null)
            {
                await ShowFirstContextAsync(session, query, configuration, either.Token).ConfigureAwait(false);
                place = session.Locate(request, query, configuration.Settings);
                if (place is null)
                    return Nothing(session.Ended.IsCancellationRequested ? Closed : Superseded, record);
            }

            session.Insight.Prepare(query.Document);
            var asked = new PlacedQuery(query, place, configuration, session.Insight);
            if (Admission.RefuseText(asked) is { } inText)
                return Nothing(inText, record);

            (KnownSuggestion? known, record) = await FindAsync(session, request, asked, record, either.Token).ConfigureAwait(false);
            if (known is null)
                return new CompletionReply(null, record);

            CompletionReply reply = await ShowAsync(session, request, asked, known, record, either.Token).ConfigureAwait(false);
            return session.Ended.IsCancellationRequested ? Nothing(Closed, reply.Record) : reply;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && session.Ended.IsCancellationRequested)
        {
            return Nothing(Closed, record);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return Nothing(failures.Tell("a completion", exception), record);
        }
    }

    /// <summary>Finds what is to be said at a place.</summary>
    /// <returns>The text, or nothing where the record has the reason; and how it came about.</returns>
    private async Task<(KnownSuggestion? Known, CompletionRecord Record)> FindAsync(
        DocumentSession session, long request, PlacedQuery asked, CompletionRecord record, CancellationToken cancellationToken)
    {
        Place place = asked.Place;
        if (place.Anchor.Suggestions.Find(place.Typed) is { } known)
            return (known, record with { Source = session.Show(place, known.Text) ? "typed" : "earlier" });

        bool wasGone = false;
        while (true)
        {
            // The editor may have asked again since; a client need not take back what it no longer waits for.
            if (session.Join(request, place, out bool isNew) is not { } generation)
                return Fail(session.Ended.IsCancellationRequested ? Closed : Superseded);

            record = record with { Source = isNew ? "cold" : "joined" };
            if (isNew)
                background.Run("a completion", () => generation.RunAsync((onText, token) => GenerateAsync(asked, onText, token)));

            long waiting = clock.GetTimestamp();
            try
            {
                Written written = await generation.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
                record = Waited(record with { Stats = written.Result.Stats });
                if (record.Source == "cold" && written.Result.Stats.ReusedTokens > written.Result.Stats.ComputedTokens)
                    record = record with { Source = "cache" };
                if (written.After(place.Typed.AsSpan(generation.Typed.Length)) is { } rest)
                {
                    session.Show(place, rest.Text);
                    return (rest, record);
                }
            }
            catch (EngineException exception)
            {
                record = Waited(record);
                return Fail(exception.Message);
            }
            catch (BackendGoneException exception)
            {
                record = Waited(record);
                // Another one may be there already; that one may go, too, but this request doesn't follow all of them.
                if (wasGone || activity.Refusal is not null)
                    return Fail(activity.Refusal ?? exception.Message);
                wasGone = true;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // What it wrote is not what was typed: write anew, if that is still wanted.
                record = Waited(record);
            }

            CompletionRecord Waited(CompletionRecord until) =>
                until with { ModelMs = until.ModelMs + clock.GetElapsedTime(waiting).TotalMilliseconds };
        }

        (KnownSuggestion? Known, CompletionRecord Record) Fail(string reason) => (null, Nothing(reason, record).Record);
    }

    /// <summary>Why a request is not even considered.</summary>
    private string? Refuse(CompletionQuery query, WorkspaceConfiguration configuration) =>
        Admission.RefuseAll(configuration.Settings) ?? activity.Refusal ?? Admission.RefuseItem(query) ?? Admission.RefuseFile(query, configuration);

    /// <summary>
    /// Looks for context before the first prompt of a document is computed: later it would have to be computed anew for it.
    /// </summary>
    private async Task ShowFirstContextAsync(
        DocumentSession session, CompletionQuery query, WorkspaceConfiguration configuration, CancellationToken cancellationToken)
    {
        // It goes on when the request is taken back: the next one waits for it, too.
        Task<DocumentContext>? first = session.FirstContext(
            () => context.FindAsync(query.Document, query.Offset, DocumentContext.None, session.Insight, configuration, session.Ended));
        if (first is null)
            return;

        try
        {
            session.ShowFirst(
                await first.WaitAsync(TimeSpan.FromMilliseconds(MostContextMs), clock, cancellationToken).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            // It is shown when the cursor rests.
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failures.Tell("the search for context", exception);
        }
    }

    private async Task<Written> GenerateAsync(PlacedQuery asked, Action<string> onText, CancellationToken cancellationToken)
    {
        await DebounceAsync(asked, cancellationToken).ConfigureAwait(false);
        using (activity.Write())
        {
            Written written = await writing
                .WriteAsync(asked, Candidate.Likeliest, onText, Urgency.Interactive, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _lastPromptMs, written.Result.Stats.PromptMs);
            return written;
        }
    }

    /// <summary>Waits for the next key where the model would be slow: not while its cache is hot.</summary>
    private async Task DebounceAsync(PlacedQuery asked, CancellationToken cancellationToken)
    {
        if (asked.Query.Trigger == CompletionTrigger.Invoked)
            return;

        int set = asked.Configuration.Settings.DebounceMs;
        double adapted = asked.Place.Typed.Length > 0 ? 0 : Math.Min(Volatile.Read(ref _lastPromptMs) / 4, MostDebounceMs);
        double wait = set > 0 ? set : adapted;
        if (wait > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(wait), clock, cancellationToken).ConfigureAwait(false);
    }

    private async Task<CompletionReply> ShowAsync(
        DocumentSession session,
        long request,
        PlacedQuery asked,
        KnownSuggestion known,
        CompletionRecord record,
        CancellationToken cancellationToken)
    {
        Shown shown = await showing.ShowAsync(asked, known, cancellationToken).ConfigureAwait(false);
        record = record with { Filter = FilterResult.NameOf(shown.Filter), Check = shown.Check, CheckMs = shown.CheckMs, ModelMs = record.ModelMs + shown.ModelMs };
        CompletionQuery query = asked.Query;
        string rest = shown.Text.Length == 0 ? "" : shown.Text[(query.Selected?.Text.Length ?? 0)..];
        IReadOnlyList<string> others = [];
        if (query is { MostSuggestions: > 1, Selected: null } && rest.Length > 0 && !known.IsCut)
        {
            long start = clock.GetTimestamp();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.UntilLater(request));
            others = await alternatives.FindAsync(asked, known.Text, rest, either.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            record = record with { ModelMs = record.ModelMs + clock.GetElapsedTime(start).TotalMilliseconds };
        }

        if (known.IsCut)
            idle.Prefetch(session, asked);
        else if (rest.Length > 0)
            idle.Prefetch(session, asked.Behind(rest));
        if (rest.Length == 0)
            return Nothing(shown.Reason ?? "nothing of it fits", record);

        return new CompletionReply(SuggestionOf(shown.Text), record) { Others = [.. others.Select(SuggestionOf)] };

        Suggestion SuggestionOf(string text) => new(
            Interlocked.Increment(ref _suggestions).ToString(CultureInfo.InvariantCulture),
            query.Selected?.Start ?? query.Offset,
            query.Selected?.End ?? query.Offset,
            text);
    }

    private static CompletionReply Nothing(string reason, CompletionRecord record) =>
        new(null, record with { Source = "none", Reason = reason });
}
