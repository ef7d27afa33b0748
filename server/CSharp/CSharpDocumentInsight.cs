using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// What Roslyn knows of one open C# document: owns what is kept of it in the workspace that there is at the time, if any.
/// While projects are being loaded there is no context, and every suggestion passes. Thread-safe.
/// </summary>
/// <param name="uri">The document's URI.</param>
/// <param name="failures">Are told of.</param>
/// <param name="clock">The time.</param>
/// <param name="onClosed">Is called when it is disposed of.</param>
internal sealed class CSharpDocumentInsight(
    string uri, ReportedFailures failures, TimeProvider clock, Action<CSharpDocumentInsight> onClosed) : IDocumentInsight
{
    private readonly Lock _gate = new();
    private volatile Presence? _presence;
    private DocumentSnapshot? _next;
    private bool _isClosed;

    /// <summary>The document's URI.</summary>
    public string Uri => uri;

    /// <summary>Leaves the workspace, and enters another one if there is one. Returns at once.</summary>
    public void Enter(CSharpWorkspace? workspace)
    {
        lock (_gate)
        {
            _presence?.Document.Dispose();
            OpenDocument? document = _isClosed ? null : workspace?.Open(uri);
            _presence = document is null ? null : new Presence(workspace!, document, new SuggestionChecks(document, failures));
        }
    }

    /// <summary>The document within its project; <see langword="null"/> if it isn't known.</summary>
    internal CSharpDocument? Find(DocumentSnapshot document) => _presence?.Document.Find(document);

    /// <inheritdoc/>
    public void Prepare(DocumentSnapshot document)
    {
        lock (_gate)
        {
            if (_presence is null)
                return;

            // Keys come faster than a slow machine can prepare for them: only the latest counts.
            bool isRunning = _next is not null;
            _next = document;
            if (!isRunning)
                _ = Task.Run(PrepareNext);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ContextFile>> DeclarationsAsync(
        DocumentSnapshot document, int cursor, WorkspaceConfiguration configuration, CancellationToken cancellationToken)
    {
        if (!configuration.Settings.CSharp || !configuration.Settings.CSharpContext || _presence is not { } presence)
            return [];

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, presence.Document.Closed);
        try
        {
            return await Task.Run(() => failures.Try("search for declarations", [], Collect), ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }

        IReadOnlyList<ContextFile> Collect() => presence.Document.Find(document) is { } found
            ? DeclarationContext.Collect(found, cursor, configuration.MayBeShown, configuration.Folders.ProjectPathOf, ending.Token)
            : [];
    }

    /// <inheritdoc/>
    public INameGuide? GuideAt(DocumentSnapshot document, int anchor, string typed, ServerSettings settings)
    {
        if (!settings.CSharp || !settings.CSharpGuided || _presence is not { } presence)
            return null;

        try
        {
            return failures.Try<INameGuide?>("search for names", null, Guide);
        }
        catch (OperationCanceledException)
        {
            // It was closed.
            return null;
        }

        CarefulNameGuide? Guide() => presence.Document.Find(document) is { } found && anchor <= found.Text.Length
            ? new CarefulNameGuide(
                new CSharpNameGuide(found, anchor, typed, presence.Document.Closed),
                exception => failures.Report("search for names", exception))
            : null;
    }

    /// <inheritdoc/>
    public async Task<CheckedText> CheckAsync(
        DocumentSnapshot document, int start, int end, string text, ServerSettings settings, CancellationToken cancellationToken)
    {
        if (!settings.CSharp || !settings.CSharpCheck || _presence is not { } presence)
            return CheckedText.Unchecked(text, reason: null);
        if (!presence.Workspace.State.IsReady)
            return CheckedText.Unchecked(text, "the projects are being loaded");
        if (Nesting.IsTooDeep(text))
            return CheckedText.Unchecked(text, "it is nested too deeply");

        try
        {
            // What comes too late now is in time for the next key.
            CheckedInsertion? found = await presence.Checks.CheckAsync(document, start, end, text, cancellationToken)
                .WaitAsync(TimeSpan.FromMilliseconds(settings.CSharpCheckMs), clock, cancellationToken).ConfigureAwait(false);
            return found?.For(start, text) ?? CheckedText.Unchecked(text, "the document isn't known");
        }
        catch (TimeoutException)
        {
            return Late();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The text has moved on; or there is no document any more, or it has left the workspace.
            return presence.Document.Closed.IsCancellationRequested
                ? CheckedText.Unchecked(text, "the projects were let go")
                : Late();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failures.Report("check of a suggestion", exception);
            return CheckedText.Unchecked(text, "the check failed");
        }

        CheckedText Late()
        {
            string shown = settings.CSharpShowLate ? text : "";
            return new CheckedText(new CheckVerdict(CheckOutcome.Late, null, null, shown.Length), shown);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }

        Enter(null);
        onClosed(this);
    }

    /// <summary>Takes texts in until none is newer; ends with the document.</summary>
    private void PrepareNext()
    {
        DocumentSnapshot? prepared = null;
        while (true)
        {
            Presence? presence;
            lock (_gate)
            {
                presence = _presence;
                if (presence is null || _next == prepared)
                {
                    _next = null;
                    return;
                }

                prepared = _next!;
            }

            try
            {
                presence.Checks.MovedTo(prepared);
                failures.Try("reading of a document", null, () => presence.Document.Find(prepared));
            }
            catch (OperationCanceledException)
            {
                // It was closed.
            }
        }
    }

    /// <summary>What there is of the document in a workspace.</summary>
    private sealed record Presence(CSharpWorkspace Workspace, OpenDocument Document, SuggestionChecks Checks);
}
