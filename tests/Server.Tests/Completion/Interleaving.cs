using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using Microsoft.Extensions.Time.Testing;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>
/// Runs happenings on a service whose model goes on with any text in one way only, and checks what must hold: each request is
/// answered once; a suggestion goes on with the very text that was asked for, by the settings that held then; what waits
/// when its document is closed gets none; nothing of a closed document is left, and each backend ends once.
/// </summary>
internal sealed class Interleaving : IDisposable
{
    private const int Written = 8;

    /// <summary>What has not come by then does not come.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly InsightDouble _insight = new();
    private readonly List<BackendDouble> _backends = [];
    private readonly List<Asked> _asked = [];
    private readonly List<string> _log = [];
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _heldBack = [];
    private readonly (DocumentSnapshot Document, int Cursor)?[] _open = new (DocumentSnapshot, int)?[3];
    private readonly CompletionService _service;
    private ServerSettings _settings = ServerSettings.Default;
    private volatile int _mode;

    private Interleaving()
    {
        _service = new CompletionService(
            WorkspaceConfiguration.Of(_settings, new WorkspaceFolders([]), _clock),
            new LanguageInsights([_insight]),
            _ => OpenBackend(),
            _clock,
            line =>
            {
                lock (_gate)
                    _log.Add(line);
            });
        _service.Start();
        Until(() => _service.Status.State == EngineState.Ready, "the model is loaded");
    }

    /// <summary>Runs happenings.</summary>
    public static void Run(Happening[] happenings)
    {
        using var run = new Interleaving();
        foreach (Happening happening in happenings)
            run.Take(happening);
        run.End();
    }

    public void Dispose()
    {
        _service.Dispose();
        _insight.Dispose();
    }

    /// <summary>How any text goes on: each letter follows from those before it, so that all continuations agree.</summary>
    private static string Continue(string text, int length)
    {
        for (int i = 0; i < length; i++)
        {
            uint hash = 2166136261;
            foreach (char letter in text.AsSpan(Math.Max(0, text.Length - 6)))
                hash = (hash ^ letter) * 16777619;
            text += (char)('a' + (hash % 26));
        }

        return text[^length..];
    }

    private BackendDouble OpenBackend()
    {
        var backend = new BackendDouble { Answer = AnswerAsync };
        lock (_gate)
            _backends.Add(backend);
        return backend;
    }

    private async Task<CompletionResult> AnswerAsync(CompletionRequest request, Urgency urgency, CancellationToken cancellationToken)
    {
        string text = Continue(request.Prefix + request.Typed, Written);
        switch (_mode)
        {
            case 1:
                var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                lock (_gate)
                    _heldBack.Add(held);
                await held.Task.WaitAsync(cancellationToken);
                break;
            case 2 when urgency == Urgency.Interactive:
                return BackendDouble.Result(text[..3], StopReason.TimeLimit, -0.2f);
            case 3:
                throw new EngineException("It is down.");
            case 4:
                throw new BackendGoneException();
            case 5 when urgency == Urgency.Idle:
                throw new OvertakenException();
        }

        return BackendDouble.Result(text, meanLogProbability: -0.2f);
    }

    private void Take(Happening happening)
    {
        ref (DocumentSnapshot Document, int Cursor)? open = ref _open[happening.Document];
        switch (happening.Kind)
        {
            case HappeningKind.Open:
                string text = $"{Continue($"{happening.Document}", 20)} = \n";
                open = (new DocumentSnapshot { Uri = $"untitled:{happening.Document}.py", LanguageId = "python", Version = 0, Text = new DocumentText(text) }, text.Length - 1);
                Closing(happening.Document);
                _service.Opened(open.Value.Document);
                break;
            case HappeningKind.Type when open is { } document:
                int place = happening.Number % 3 > 0 ? document.Cursor : happening.Number % document.Document.Text.Length;
                Edit(ref open, place, place, $"{(char)('a' + (happening.Number % 26))}{happening.Number}");
                break;
            case HappeningKind.TypeAlong when open is { } document:
                Edit(ref open, document.Cursor, document.Cursor, Continue(document.Document.Text.Slice(0, document.Cursor), 1 + (happening.Number % 5)));
                break;
            case HappeningKind.TakeBack when open is { } document:
                Edit(ref open, Math.Max(0, document.Cursor - 1 - (happening.Number % 4)), document.Cursor, "");
                break;
            case HappeningKind.MoveCursor when open is { } document:
                _service.CursorMoved(
                    document.Document, happening.Number % 2 == 0 ? document.Cursor : happening.Number % (document.Document.Text.Length + 1));
                break;
            case HappeningKind.Ask when open is { } document:
                Ask(happening, document.Document, document.Cursor);
                break;
            case HappeningKind.Cancel when _asked.Count > 0:
                _asked[^1].Cancel();
                break;
            case HappeningKind.Close when open is { } document:
                Closing(happening.Document);
                _service.Closed(document.Document);
                open = null;
                break;
            case HappeningKind.Configure:
                Configure(happening.Number);
                break;
            case HappeningKind.SetModel:
                _mode = happening.Number % 6;
                break;
            case HappeningKind.Release:
                Release();
                break;
            case HappeningKind.Wait:
                _clock.Advance(TimeSpan.FromMilliseconds(happening.Number));
                break;
        }
    }

    private void Edit(ref (DocumentSnapshot Document, int Cursor)? open, int start, int end, string text)
    {
        DocumentSnapshot before = open!.Value.Document;
        DocumentSnapshot after = before with { Version = before.Version + 1, Text = before.Text.Replace(start, end, text) };
        open = (after, start + text.Length);
        _service.Changed(before, after, start);
    }

    private void Ask(Happening happening, DocumentSnapshot document, int cursor)
    {
        CompletionTrigger trigger = happening.Number % 4 == 0 ? CompletionTrigger.Invoked : CompletionTrigger.Automatic;
        var takenBack = new CancellationTokenSource();
        _asked.Add(new Asked(
            happening.Document,
            document.Text.Slice(0, cursor),
            _settings,
            takenBack,
            _service.CompleteAsync(new CompletionQuery(document, cursor, trigger, null), takenBack.Token)));
    }

    private void Configure(int number)
    {
        if (number % 7 == 0)
        {
            _service.FoldersChanged([$"file:///nowhere/{number}"], []);
            return;
        }

        _settings = ServerSettings.Default with
        {
            Enabled = number % 11 > 0,
            ConfidenceThreshold = number % 3 == 0 ? -0.001 : -20,
            DebounceMs = number % 5 == 0 ? 50 : 0,
            ContextTokens = number % 2 == 0 ? 0 : 100,
            SharedEngine = number % 4 > 0,
        };
        _service.Apply(_settings);
    }

    private void Release()
    {
        TaskCompletionSource[] held;
        lock (_gate)
        {
            held = [.. _heldBack];
            _heldBack.Clear();
        }

        foreach (TaskCompletionSource one in held)
            one.SetResult();
    }

    /// <summary>What the model still holds back for a document that is about to be closed must not be suggested.</summary>
    private void Closing(int document)
    {
        if (_mode != 1)
            return;

        // All that can be given has been: what is left waits for the model, or for the clock.
        Settle();
        foreach (Asked asked in _asked.Where(asked => asked.Document == document && !asked.Reply.IsCompleted))
            asked.IsLate = true;
    }

    private void Settle()
    {
        for (int quiet = 0, last = -1; quiet < 5;)
        {
            int open = _asked.Count(asked => !asked.Reply.IsCompleted);
            quiet = open == last ? quiet + 1 : 0;
            last = open;
            Thread.Sleep(1);
        }
    }

    private void End()
    {
        _mode = 0;
        Until(
            () =>
            {
                Release();
                _clock.Advance(TimeSpan.FromSeconds(1));
                return _asked.All(asked => asked.Reply.IsCompleted);
            },
            "each request is answered");
        foreach (Asked asked in _asked)
            asked.Check();

        for (int i = 0; i < _open.Length; i++)
        {
            if (_open[i] is { } open)
                _service.Closed(open.Document);
        }

        Until(
            () =>
            {
                Release();
                return _service.BackgroundCount == 0 && _service.Status.State != EngineState.Loading;
            },
            "all work for closed documents ends");
        Assert.Equal(0, _service.SessionCount);
        Assert.Equal(0, _insight.Open);
        Assert.Equal(0, _insight.UsedAfterEnd);
        Assert.Empty(_service.Cache.Documents);
        Assert.All(_backends, backend => Assert.Empty(backend.Documents));
        _service.Dispose();
        Assert.All(_backends, backend => Assert.Equal(1, backend.Disposals));
        Assert.Empty(_log);
    }

    private static void Until(Func<bool> isSo, string what)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (!isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Limit, $"It took too long until {what}.");
            Thread.Sleep(1);
        }
    }

    private sealed record Asked(
        int Document, string Before, ServerSettings Settings, CancellationTokenSource TakenBack, Task<CompletionReply> Reply)
    {
        /// <summary>Whether its document was closed before the model gave anything.</summary>
        public bool IsLate { get; set; }

        public void Cancel() => TakenBack.Cancel();

        public void Check()
        {
            if (Reply.IsCanceled)
            {
                Assert.True(TakenBack.IsCancellationRequested, "It was cancelled, and nobody took it back.");
                return;
            }

            CompletionReply reply = Reply.GetAwaiter().GetResult();
            Assert.Equal(reply.Suggestion is null, reply.Record.Reason is not null);
            if (reply.Suggestion is not { } suggestion)
                return;

            Assert.False(IsLate, "Something is suggested for a document that was closed.");
            Assert.True(Settings.Enabled && Settings.ConfidenceThreshold < -0.1, "It is not by the settings that held.");
            string wanted = Continue(Before, suggestion.Text.Length);
            Assert.Equal(wanted, suggestion.Text);
        }
    }
}
