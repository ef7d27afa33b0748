using LspCompletion.Server.Backends;
using LspCompletion.Server.Context;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>
/// What is done while nobody waits, so that the next request finds it done. It ends with the next request, or with the document.
/// </summary>
/// <param name="writing">Writes, and warms prompts.</param>
/// <param name="context">Finds what a prompt shows besides the document.</param>
/// <param name="activity">Says whether there is anything that writes.</param>
/// <param name="background">Holds what is running.</param>
/// <param name="configuration">What the user and the client have set, as it is now.</param>
internal sealed class IdleWork(
    Writing writing, ContextSearch context, Activity activity, BackgroundTasks background, Func<WorkspaceConfiguration> configuration)
{
    /// <summary>
    /// Writes on from where a suggestion would be accepted, or once more and without a limit where a limit cut it. It goes on in
    /// the document's own slot, since going back is a trim and costs nothing.
    /// </summary>
    public void Prefetch(DocumentSession session, PlacedQuery asked)
    {
        if (asked.Place.Anchor.Suggestions.Find(asked.Place.Typed) is not null)
            return;

        CancellationToken untilNextRequest = session.BeginIdleWork();
        background.Run("writing ahead", () => writing.WriteAsync(asked, Candidate.Likeliest, onText: null, Urgency.Idle, untilNextRequest));
    }

    /// <summary>The cursor has come to rest: what the prompt shows besides is found anew, and the prompt computed.</summary>
    public void WarmAtRest(DocumentSession session, CursorAtRest rest) =>
        background.Run("warming a prompt", () => WarmAtRestAsync(session, rest));

    private async Task WarmAtRestAsync(DocumentSession session, CursorAtRest rest)
    {
        // While the model is being loaded, this is done once it is.
        WorkspaceConfiguration now = configuration();
        if (!now.Settings.Enabled || activity.HasFailed
            || !now.Rules.IsAllowed(rest.Document.Uri, rest.Document.LanguageId, out _))
            return;

        DocumentContext before = session.Context;
        DocumentContext shown = before;
        if (now.Settings.ContextTokens > 0)
        {
            shown = await context
                .FindAsync(rest.Document, rest.Offset, before, session.Insight, now, rest.Moved).ConfigureAwait(false);
        }

        var query = new CompletionQuery(rest.Document, rest.Offset, CompletionTrigger.Automatic, Selected: null);
        bool isOther = !ReferenceEquals(before, DocumentContext.None) && !ReferenceEquals(shown.Parts, before.Parts);
        if (rest.News == CursorNews.Opened || (isOther && session.PostponeContext()))
        {
            // A prompt that shows something else is computed whole before a request is given it: whoever types meanwhile goes on
            // with the one before. Whoever never pauses would never see it, and so gets it after some tries.
            await writing.WarmAsync(PlacedQuery.At(query, shown.Files, now, session.Insight), rest.Moved).ConfigureAwait(false);
        }

        // Where it is only a guess where the cursor is, the first request decides what is shown.
        if (rest.News != CursorNews.Opened && session.LocateAtRest(query, rest.News, shown, now.Settings) is { } place && place.Anchor.Suggestions.Find(place.Typed) is null)
            await writing.WarmAsync(new PlacedQuery(query, place, now, session.Insight), rest.Moved).ConfigureAwait(false);
    }
}
