using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>A document from its first request to its end, where a script stands for the model.</summary>
public sealed class SessionTests : IAsyncDisposable
{
    private const string Uri = "untitled:a.py";

    private readonly List<BackendDouble> _backends = [];
    private readonly InsightDouble _insight = new();
    private readonly List<string> _log = [];
    private CompletionService? _service;

    /// <summary>The backend that writes now.</summary>
    private BackendDouble Backend => _backends[^1];

    public async ValueTask DisposeAsync()
    {
        await Task.Run(() => _service?.Dispose()).WithPatienceAsync("the end of the service");
        Assert.All(_backends, backend => Assert.Equal(1, backend.Disposals));
        Assert.Equal(0, _insight.Open);
        Assert.Equal(0, _insight.UsedAfterEnd);
    }

    [Fact]
    public async Task A_document_that_is_closed_while_a_request_waits_leaves_nothing_behind()
    {
        CompletionService service = await StartAsync();
        Backend.Answer = async (_, _, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return BackendDouble.Result("text");
        };
        for (int i = 0; i < 20; i++)
        {
            DocumentSnapshot document = Document("a = \n") with { Uri = $"untitled:{i}.py" };
            service.Opened(document);
            Task<CompletionReply> asked = AskAsync(document, 4);
            await Patience.UntilAsync(() => Backend.Calls == i + 1, "the model is asked");
            service.Closed(document);

            CompletionReply reply = await asked.WithPatienceAsync("an answer");
            Assert.Null(reply.Suggestion);
            Assert.Equal("the document was closed", reply.Record.Reason);
        }

        await Patience.UntilAsync(() => service.BackgroundCount == 0, "what was written ends");
        Assert.Equal(0, service.SessionCount);
        Assert.Empty(service.Cache.Documents);
        Assert.Empty(Backend.Documents);
    }

    [Fact]
    public async Task A_document_that_is_closed_right_behind_an_answer_is_not_written_ahead_in()
    {
        CompletionService service = await StartAsync();
        for (int i = 0; i < 50; i++)
        {
            DocumentSnapshot document = Document("a = \n") with { Uri = $"untitled:{i}.py" };
            service.Opened(document);
            Assert.NotNull((await AskAsync(document, 4)).Suggestion);
            service.Closed(document);
        }

        await Patience.UntilAsync(() => service.BackgroundCount == 0, "writing ahead ends");
        Assert.Empty(Backend.Documents);
        Assert.Equal(0, _insight.Open);
    }

    [Fact]
    public async Task A_document_that_is_not_open_gets_nothing_and_no_session()
    {
        CompletionService service = await StartAsync();

        CompletionReply reply = await AskAsync(Document("a = \n"), 4);

        Assert.Equal("the document isn't open", reply.Record.Reason);
        Assert.Equal(0, service.SessionCount);
    }

    [Fact]
    public async Task A_backend_that_is_gone_is_not_asked_again_and_again()
    {
        CompletionService service = await StartAsync();
        DocumentSnapshot document = Open("a = \n");
        Backend.Answer = (_, _, _) => throw new BackendGoneException();

        CompletionReply reply = await AskAsync(document, 4);

        Assert.Contains("gone", reply.Record.Reason, StringComparison.Ordinal);
        Assert.InRange(Backend.Calls, 1, 2);
        Assert.Equal(EngineState.Ready, service.Status.State);
    }

    [Fact]
    public async Task A_request_is_answered_by_the_backend_that_took_the_place_of_the_one_that_went()
    {
        CompletionService service = await StartAsync();
        DocumentSnapshot document = Open("a = \n");
        BackendDouble gone = Backend;
        gone.Answer = async (_, _, _) =>
        {
            service.Apply(ServerSettings.Default with { SharedEngine = false });
            await Patience.UntilAsync(() => _backends.Count == 2 && service.Status.State != EngineState.Loading, "the other one is loaded");
            throw new BackendGoneException();
        };

        CompletionReply reply = await AskAsync(document, 4);

        Assert.Equal("text", reply.Suggestion?.Text);
        Assert.Equal(1, gone.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fi")]
    public async Task What_a_limit_cut_is_known_as_cut_and_the_next_request_finds_out_more(string cutText)
    {
        await StartAsync();
        DocumentSnapshot document = Open("a = \n");
        int asked = 0;
        Backend.Answer = (_, urgency, _) => urgency == Urgency.Idle
            ? Task.FromException<CompletionResult>(new OvertakenException())
            : Task.FromResult(asked++ == 0 ? BackendDouble.Result(cutText, StopReason.TimeLimit) : BackendDouble.Result("fine"));

        CompletionReply cut = await AskAsync(document, 4);
        CompletionReply whole = await AskAsync(document, 4);

        Assert.Equal(cutText, cut.Suggestion?.Text ?? "");
        Assert.Equal(768, cut.Record.Stats?.ComputedTokens);
        Assert.Equal(cutText.Length == 0, cut.Record.Reason?.Contains("timeLimitMs", StringComparison.Ordinal) == true);
        Assert.Equal("fine", whole.Suggestion?.Text);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task What_a_limit_cut_is_finished_without_one_while_nobody_waits()
    {
        await StartAsync();
        DocumentSnapshot document = Open("a = \n");
        List<TimeSpan?> limits = [];
        Backend.Answer = (request, urgency, _) =>
        {
            lock (limits)
                limits.Add(request.Decoding.TimeLimit);
            return Task.FromResult(
                urgency == Urgency.Interactive ? BackendDouble.Result("", StopReason.TimeLimit) : BackendDouble.Result("fine"));
        };
        Assert.Null((await AskAsync(document, 4)).Suggestion);
        await Patience.UntilAsync(() => Backend.Calls == 2 && _service!.BackgroundCount == 0, "idle work is done");

        CompletionReply reply = await AskAsync(document, 4);

        Assert.Equal("fine", reply.Suggestion?.Text);
        Assert.Equal("earlier", reply.Record.Source);
        Assert.Equal([TimeSpan.FromMilliseconds(ServerSettings.Default.TimeLimitMs), null], limits[..2]);
    }

    [Fact]
    public async Task Other_settings_reach_places_that_were_answered_before()
    {
        CompletionService service = await StartAsync();
        DocumentSnapshot document = Open("a = \n");
        service.Apply(ServerSettings.Default with { ConfidenceThreshold = -0.001 });
        Assert.Equal("the model wasn't sure enough", (await AskAsync(document, 4)).Record.Reason);

        service.Apply(ServerSettings.Default with { ConfidenceThreshold = -20 });
        CompletionReply reply = await AskAsync(document, 4);

        Assert.Equal("text", reply.Suggestion?.Text);
    }

    [Fact]
    public async Task Whatever_fails_costs_one_answer_and_is_told_once()
    {
        await StartAsync();
        DocumentSnapshot document = Open("a = \n");
        Backend.Answer = (_, _, _) => throw new InvalidDataException("a bug");
        CompletionReply failed = await AskAsync(document, 4);
        CompletionReply again = await AskAsync(document, 4);
        Backend.Answer = (_, _, _) => Task.FromResult(BackendDouble.Result("fine"));

        CompletionReply reply = await AskAsync(document, 4);

        Assert.Contains("failed (InvalidDataException", failed.Record.Reason, StringComparison.Ordinal);
        Assert.Equal(failed.Record.Reason, again.Record.Reason);
        Assert.DoesNotContain("a bug", failed.Record.Reason, StringComparison.Ordinal);
        Assert.Single(_log);
        Assert.Equal("fine", reply.Suggestion?.Text);
    }

    [Fact]
    public async Task Nobody_holds_a_lock_while_the_status_is_told()
    {
        CompletionService service = await StartAsync();
        DocumentSnapshot document = Open("a = \n");
        List<string> blocked = [];
        int told = 0;
        service.StatusChanged += status =>
        {
            // Each answer is told of, too: a few are enough.
            if (Interlocked.Increment(ref told) > 3)
                return;

            Task other = Task.Run(() =>
            {
                service.Changed(document, document, 0);
                _ = service.CompleteAsync(new CompletionQuery(document, 4, CompletionTrigger.Automatic, null), CancellationToken.None);
                _ = service.Cache;
            });
            if (!other.Wait(Patience.Limit))
                blocked.Add(status.Message);
        };

        Task<CompletionReply> first = AskAsync(document, 4);
        _insight.Say("a percent");
        await first;

        Assert.Empty(blocked);
        Assert.InRange(told, 3, int.MaxValue);
        service.Closed(document);
    }

    [Fact]
    public async Task The_answer_comes_after_the_status_that_tells_of_it()
    {
        CompletionService service = await StartAsync();
        DocumentSnapshot document = Open("a = \n");
        CompletionRecord? last = null;
        service.StatusChanged += status => last = status.Last;

        for (int i = 0; i < 200; i++)
        {
            Task talk = Task.Run(() => _insight.Say($"{i}"), TestContext.Current.CancellationToken);
            CompletionReply reply = await AskAsync(document, 4);
            Assert.Equal(reply.Record, last);
            await talk;
        }
    }

    [Fact]
    public async Task Two_documents_that_write_at_once_are_busy_until_the_second_is_done()
    {
        CompletionService service = await StartAsync();
        DocumentSnapshot one = Open("a = \n");
        DocumentSnapshot other = Document("b = \n") with { Uri = "untitled:b.py" };
        service.Opened(other);
        TaskCompletionSource<CompletionResult> late = new();
        Backend.Answer = (request, _, _) =>
            request.Prefix[0] == 'a' ? Task.FromResult(BackendDouble.Result("one")) : late.Task;

        Task<CompletionReply> second = AskAsync(other, 4);
        await Patience.UntilAsync(() => Backend.Calls == 1, "the second is being written");
        await AskAsync(one, 4);
        Assert.Equal(EngineState.Busy, service.Status.State);

        late.SetResult(BackendDouble.Result("other"));
        await second;
        await Patience.UntilAsync(() => service.Status.State == EngineState.Ready, "the status is ready");
    }

    private static DocumentSnapshot Document(string text) =>
        new() { Uri = Uri, LanguageId = "python", Version = 1, Text = new DocumentText(text) };

    private DocumentSnapshot Open(string text)
    {
        DocumentSnapshot document = Document(text);
        _service!.Opened(document);
        return document;
    }

    private Task<CompletionReply> AskAsync(DocumentSnapshot document, int offset) => _service!
        .CompleteAsync(new CompletionQuery(document, offset, CompletionTrigger.Automatic, null), TestContext.Current.CancellationToken)
        .WithPatienceAsync("an answer");

    private async Task<CompletionService> StartAsync()
    {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(ServerSettings.Default, new WorkspaceFolders([]), TimeProvider.System);
        _service = new CompletionService(
            configuration,
            new LanguageInsights([_insight]),
            _ =>
            {
                var backend = new BackendDouble();
                _backends.Add(backend);
                return backend;
            },
            TimeProvider.System,
            _log.Add);
        _service.Start();
        await Patience.UntilAsync(() => _service.Status.State == EngineState.Ready, "the model is loaded");
        return _service;
    }
}
