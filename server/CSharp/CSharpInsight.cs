using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.CSharp;

/// <summary>
/// What Roslyn knows of C# documents. The projects are loaded when the first C# document is seen, and let go some time
/// after the last one was closed. Where nothing is known, of other languages or while projects are being loaded, there is
/// no context and every suggestion passes. Thread-safe.
/// </summary>
internal sealed class CSharpInsight : ILanguageInsight
{
    /// <summary>What clients call the language.</summary>
    public const string LanguageId = "csharp";

    /// <summary>How long projects are kept with no document open.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _clock;
    private readonly Action<string> _log;
    private readonly Lock _gate = new();
    private readonly ITimer _closing;
    private readonly Dictionary<string, DocumentInsight> _documents = new(StringComparer.Ordinal);
    private WorkspaceConfiguration _configuration;
    private CSharpWorkspace? _workspace;
    private Task _load = Task.CompletedTask;
    private string _failure = "";

    /// <param name="configuration">What the user and the client have set, to begin with.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Is given lines for the log; they hold no source text.</param>
    public CSharpInsight(WorkspaceConfiguration configuration, TimeProvider clock, Action<string> log)
    {
        _configuration = configuration;
        _clock = clock;
        _log = log;
        _closing = clock.CreateTimer(_ => CloseWorkspace(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Raised on any thread when <see cref="Message"/> is another one.</summary>
    public event Action? Changed;

    /// <summary>What the user should know, such as how far the loading of projects is; empty if nothing.</summary>
    public string Message
    {
        get
        {
            CSharpWorkspaceState? state = _workspace?.State;
            return state is null or { IsReady: true, Problems.Count: 0 } ? _failure : state.Message;
        }
    }

    /// <inheritdoc/>
    public bool Serves(string languageId) => languageId == LanguageId;

    /// <inheritdoc/>
    public void Apply(WorkspaceConfiguration configuration)
    {
        bool isReadAnew;
        lock (_gate)
        {
            isReadAnew = configuration.Settings.CSharpProjects != _configuration.Settings.CSharpProjects
                || !ReferenceEquals(configuration.Folders, _configuration.Folders);
            _configuration = configuration;
        }

        if (!configuration.Settings.CSharp || isReadAnew)
            CloseWorkspace();
    }

    /// <inheritdoc/>
    public IDocumentInsight Open(DocumentSnapshot document)
    {
        Prepare(document);
        return new Handle(this, document);
    }

    private sealed class Handle(CSharpInsight insight, DocumentSnapshot opened) : IDocumentInsight
    {
        public void Prepare(DocumentSnapshot document) => insight.Prepare(document);

        public Task<IReadOnlyList<ContextFile>> DeclarationsAsync(
            DocumentSnapshot document, int cursor, WorkspaceConfiguration configuration, CancellationToken cancellationToken) =>
            insight.DeclarationsAsync(document, cursor, cancellationToken);

        public INameGuide? GuideAt(DocumentSnapshot document, int anchor, string typed, ServerSettings settings) =>
            insight.GuideAt(document, anchor, typed);

        public async Task<CheckedText> CheckAsync(
            DocumentSnapshot document, int start, int end, string text, ServerSettings settings, CancellationToken cancellationToken)
        {
            (CheckVerdict verdict, string kept) = await insight.CheckAsync(document, start, end, text, cancellationToken).ConfigureAwait(false);
            return new CheckedText(verdict, kept);
        }

        public void Dispose() => insight.Close(opened);
    }

    /// <summary>A document was opened, or will be completed soon: what that takes is prepared in the background.</summary>
    public void Prepare(DocumentSnapshot document)
    {
        if (WorkspaceFor(document) is not { } workspace)
            return;

        DocumentInsight insight = InsightInto(document, workspace);
        _ = Task.Run(() => Try("reading of a document", () => insight.Prepare(document)));
    }

    /// <summary>Loads the projects for a document, if it is one of C#.</summary>
    /// <returns>Done when they are loaded.</returns>
    public Task LoadAsync(DocumentSnapshot document) => WorkspaceFor(document) is null ? Task.CompletedTask : Loading;

    /// <summary>A document was closed.</summary>
    public void Close(DocumentSnapshot document)
    {
        lock (_gate)
        {
            if (!_documents.Remove(document.Uri))
                return;

            _workspace?.Close(document);
            if (_documents.Count == 0)
                _closing.Change(KeptFor, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The declarations that the model should be shown at a place, the most valuable first.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cursor">The place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<ContextFile>> DeclarationsAsync(DocumentSnapshot document, int cursor, CancellationToken cancellationToken)
    {
        return Settings.CSharpContext && WorkspaceFor(document) is { } workspace
            ? Task.Run(() => Collect(workspace), cancellationToken)
            : Task.FromResult<IReadOnlyList<ContextFile>>([]);

        IReadOnlyList<ContextFile> Collect(CSharpWorkspace workspace)
        {
            IReadOnlyList<ContextFile> collected = [];
            Try("search for declarations", () =>
            {
                if (workspace.Find(document) is { } found)
                    collected = DeclarationContext.Collect(found, cursor, _configuration.MayBeShown, _configuration.Folders.ProjectPathOf, cancellationToken);
            });
            return collected;
        }
    }

    /// <summary>Knows which names may come at a place.</summary>
    /// <param name="document">The document.</param>
    /// <param name="anchor">An offset at or before the place.</param>
    /// <param name="typed">What stands between the two, or will when the completion is shown.</param>
    /// <returns><see langword="null"/> if nothing is known.</returns>
    public INameGuide? GuideAt(DocumentSnapshot document, int anchor, string typed)
    {
        if (!Settings.CSharpGuided || WorkspaceFor(document) is not { } workspace)
            return null;

        INameGuide? guide = null;
        Try("search for names", () =>
        {
            if (workspace.Find(document) is { } found && anchor <= found.Text.Length)
                guide = new CarefulNameGuide(new CSharpNameGuide(found, anchor, typed), exception => Failed("search for names", exception));
        });
        return guide;
    }

    /// <summary>Says what of a suggestion is right, within the time that the settings leave for it.</summary>
    /// <param name="document">The document without it.</param>
    /// <param name="start">Where it goes.</param>
    /// <param name="end">Where what it replaces ends.</param>
    /// <param name="text">The suggestion.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The verdict, and what is to be shown; empty if nothing.</returns>
    public async Task<(CheckVerdict Verdict, string Text)> CheckAsync(
        DocumentSnapshot document, int start, int end, string text, CancellationToken cancellationToken)
    {
        ServerSettings settings = Settings;
        if (!settings.CSharpCheck || WorkspaceFor(document) is not { } workspace)
            return Pass(null);
        if (!workspace.State.IsReady || !Loading.IsCompleted)
            return Pass("the projects are being loaded");

        DocumentInsight insight = InsightInto(document, workspace);
        var limit = TimeSpan.FromMilliseconds(settings.CSharpCheckMs);
        try
        {
            // What comes too late now is in time for the next key.
            return await Task.Run(() => insight.Check(document, start, end, text, limit), cancellationToken)
                .WaitAsync(limit, _clock, cancellationToken).ConfigureAwait(false)
                ?? Pass("the document isn't known");
        }
        catch (TimeoutException)
        {
            return settings.CSharpShowLate
                ? (new CheckVerdict(CheckOutcome.Late, null, null, text.Length), text)
                : (new CheckVerdict(CheckOutcome.Late, null, null, 0), "");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed("check of a suggestion", exception);
            return Pass("the check failed");
        }

        (CheckVerdict, string) Pass(string? reason) =>
            (new CheckVerdict(CheckOutcome.Unchecked, reason, null, text.Length), text);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Dispose();
        CloseWorkspace();
    }

    private Task Loading
    {
        get
        {
            lock (_gate)
                return _load;
        }
    }

    private ServerSettings Settings
    {
        get
        {
            lock (_gate)
                return _configuration.Settings;
        }
    }

    /// <summary>The workspace for a document; <see langword="null"/> if it isn't C#, or C# is turned off.</summary>
    private CSharpWorkspace? WorkspaceFor(DocumentSnapshot document)
    {
        lock (_gate)
        {
            if (document.LanguageId != LanguageId || !_configuration.Settings.CSharp)
                return null;

            _closing.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (_workspace is null)
            {
                _workspace = new CSharpWorkspace(_configuration.Folders.Uris, _clock, Tell, _configuration.Settings.CSharpProjects);
                _load = LoadAsync(_workspace, document);
            }

            return _workspace;
        }
    }

    /// <summary>
    /// Loads a workspace, and checks something in the document that asked for it: the compiler has to be compiled itself,
    /// the first binding against a project's references takes long, and nobody should wait for that.
    /// </summary>
    private async Task LoadAsync(CSharpWorkspace workspace, DocumentSnapshot document)
    {
        // Right but for the end, so that a part of it is looked for, too.
        const string text =
            """

            file static class FirstCheck
            {
                public static string Run(System.Collections.Generic.List<int> list)
                {
                    foreach (int item in System.Linq.Enumerable.Where(list, item => item > 1))
                        return item.ToString();
                    list.Missing();
                }
            }
            """;
        await workspace.LoadAsync().ConfigureAwait(false);
        int end = document.Text.Length;
        await Task.Run(() => Try(
            "first check", () => new DocumentInsight(workspace).Check(document, end, end, text, Timeout.InfiniteTimeSpan))).ConfigureAwait(false);
    }

    /// <summary>What is known of a document in a workspace, which may have been closed meanwhile.</summary>
    private DocumentInsight InsightInto(DocumentSnapshot document, CSharpWorkspace workspace)
    {
        lock (_gate)
        {
            if (_documents.TryGetValue(document.Uri, out DocumentInsight? known))
                return known;

            var insight = new DocumentInsight(workspace);
            if (workspace == _workspace)
                _documents.Add(document.Uri, insight);
            return insight;
        }
    }

    /// <summary>Does something without which completion goes on, whatever the compiler stumbles over.</summary>
    private void Try(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Failed(what, exception);
        }
    }

    private void Failed(string what, Exception exception)
    {
        _failure = $"In C#, the {what} failed ({exception.GetType().Name}: {exception.Message}); please report this.";
        _log(_failure);
        Changed?.Invoke();
    }

    private void CloseWorkspace()
    {
        lock (_gate)
        {
            _workspace?.Dispose();
            _workspace = null;
            _documents.Clear();
            _failure = "";
        }

        Changed?.Invoke();
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
