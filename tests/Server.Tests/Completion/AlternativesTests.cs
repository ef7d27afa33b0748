using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Tests.Backends;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>What there is to choose from for who asks by hand; a script stands for the model.</summary>
public sealed class AlternativesTests : IAsyncDisposable
{
    private readonly ManualClock _clock = new();
    private readonly BackendDouble _backend = new();
    private readonly CompletionService _service;
    private readonly DocumentSnapshot _document = new() { Uri = "untitled:a.py", LanguageId = "python", Version = 1, Text = new DocumentText("a = \n") };
    private int _interactive;

    public AlternativesTests()
    {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(ServerSettings.Default, new WorkspaceFolders([]), _clock);
        InsightDouble insight = new()
        {
            Check = text => text switch
            {
                "wrong" => new CheckedText(new CheckVerdict(CheckOutcome.Dropped, "CS0103", 0, 0), ""),
                "half.wrong" => new CheckedText(new CheckVerdict(CheckOutcome.Cut, "CS0103", 4, 4), "half"),
                _ => CheckedText.Unchecked(text, reason: null),
            },
        };
        _service = new CompletionService(configuration, new LanguageInsights([insight]), _ => _backend, _clock, _ => { });
    }

    public async ValueTask DisposeAsync() => await Task.Run(_service.Dispose).WithPatienceAsync("the end of the service");

    /// <summary>What the model writes, the likeliest first; what there is to choose from; how often it was asked.</summary>
    [Theory]
    [InlineData("one|two|three|four", "one|two|three", 3)]
    [InlineData("one|one|two|three", "one|two|three", 4)]
    [InlineData("one|one + two|on|two", "one|two", 4)]
    [InlineData("one|one|one|one|two", "one", 4)]
    [InlineData("one| one |two|three", "one|two|three", 4)]
    [InlineData("one|wrong|half.wrong|two", "one|two", 4)]
    [InlineData("one|<fim_prefix>two||<fim_suffix>", "one", 4)]
    [InlineData("|one|two|three", "", 1)]
    public async Task Who_asks_by_hand_gets_up_to_three_that_differ(string written, string shown, int asked)
    {
        await StartAsync(written.Split('|'));

        CompletionReply reply = await AskAsync(3);

        Assert.Equal(shown, string.Join('|', All(reply)));
        Assert.Equal(asked, Interactive);
    }

    [Fact]
    public async Task Each_has_an_identifier_of_its_own_and_the_same_place()
    {
        await StartAsync("one", "two", "three");

        CompletionReply reply = await AskAsync(3);

        Assert.Equal(3, new[] { reply.Suggestion!, reply.Others[0], reply.Others[1] }.Select(suggestion => suggestion.Id).Distinct().Count());
        Assert.All(reply.Others, other => Assert.Equal((4, 4), (other.ReplaceStart, other.ReplaceEnd)));
    }

    [Fact]
    public async Task Who_types_gets_one_and_waits_for_no_other()
    {
        await StartAsync("one", "two", "three");

        CompletionReply reply = await AskAsync(1);

        Assert.Equal(["one"], All(reply));
        Assert.Equal(1, Interactive);
    }

    [Fact]
    public async Task The_first_stays_the_first_and_the_others_are_known()
    {
        await StartAsync("one", "two", "three");
        await AskAsync(3);

        Assert.Equal("one", (await AskAsync(1)).Suggestion?.Text);
        Assert.Equal(["one", "two", "three"], All(await AskAsync(3)));
        Assert.Equal(3, Interactive);

        DocumentSnapshot typed = _document with { Version = 2, Text = _document.Text.Replace(4, 4, "t") };
        _service.Changed(_document, typed, 4);
        CompletionReply reply = await AskAsync(1, typed, 5);
        Assert.Equal("hree", reply.Suggestion?.Text);
        Assert.Equal(3, Interactive);
    }

    [Fact]
    public async Task All_others_together_have_the_time_of_one()
    {
        await StartAsync("one", "two", "three");
        Func<CompletionRequest, Urgency, CancellationToken, Task<CompletionResult>> script = _backend.Answer;
        List<TimeSpan?> limits = [];
        _backend.Answer = (request, urgency, token) =>
        {
            if (urgency == Urgency.Interactive)
                limits.Add(request.Decoding.TimeLimit);
            _clock.Advance(TimeSpan.FromSeconds(1));
            return script(request, urgency, token);
        };

        CompletionReply reply = await AskAsync(3);

        // 1.5 s is the default: the second of the others has half a second left, and a third is never begun.
        Assert.Equal([1500, 1500, 500], limits.Select(limit => (int)limit!.Value.TotalMilliseconds));
        Assert.Equal(["one", "two", "three"], All(reply));
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(3, 900)]
    public async Task The_time_that_the_model_took_is_told(int most, double ms)
    {
        await StartAsync("one", "two", "three");
        Func<CompletionRequest, Urgency, CancellationToken, Task<CompletionResult>> script = _backend.Answer;
        _backend.Answer = (request, urgency, token) =>
        {
            if (urgency == Urgency.Interactive)
                _clock.Advance(TimeSpan.FromMilliseconds(300));
            return script(request, urgency, token);
        };

        CompletionRecord record = (await AskAsync(most)).Record;

        Assert.Equal((ms, ms), (record.ModelMs, record.TotalMs));
    }

    [Fact]
    public async Task One_that_the_limit_cuts_is_none()
    {
        await StartAsync("one", "two");
        Func<CompletionRequest, Urgency, CancellationToken, Task<CompletionResult>> script = _backend.Answer;
        int cut = 0;
        _backend.Answer = async (request, urgency, token) =>
        {
            if (request.Decoding.Alternative == 0)
                return await script(request, urgency, token);

            cut++;
            return BackendDouble.Result("tw", StopReason.TimeLimit);
        };

        Assert.Equal(["one"], All(await AskAsync(3)));
        Assert.Equal(1, cut);
    }

    [Fact]
    public async Task What_fails_costs_the_others_only()
    {
        await StartAsync("one", "two");
        Func<CompletionRequest, Urgency, CancellationToken, Task<CompletionResult>> script = _backend.Answer;
        _backend.Answer = (request, urgency, token) =>
            request.Decoding.Alternative == 0 ? script(request, urgency, token) : throw new EngineException("It broke; mend it.");

        Assert.Equal(["one"], All(await AskAsync(3)));
    }

    [Fact]
    public async Task A_later_request_ends_them()
    {
        await StartAsync("one", "two");
        Func<CompletionRequest, Urgency, CancellationToken, Task<CompletionResult>> script = _backend.Answer;
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _backend.Answer = async (request, urgency, token) =>
        {
            if (request.Decoding.Alternative == 0)
                return await script(request, urgency, token);

            begun.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return BackendDouble.Result("two");
        };

        Task<CompletionReply> first = AskAsync(3);
        await begun.Task.WithPatienceAsync("the first of the others");
        CompletionReply later = await AskAsync(1);

        Assert.Equal("one", later.Suggestion?.Text);
        Assert.Equal(["one"], All(await first));
    }

    [Fact]
    public async Task A_client_that_takes_its_question_back_gets_nothing()
    {
        await StartAsync("one", "two");
        using CancellationTokenSource back = new();
        Func<CompletionRequest, Urgency, CancellationToken, Task<CompletionResult>> script = _backend.Answer;
        _backend.Answer = async (request, urgency, token) =>
        {
            if (request.Decoding.Alternative == 0)
                return await script(request, urgency, token);

            await back.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return BackendDouble.Result("two");
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _service.CompleteAsync(Query(3, _document, 4), back.Token).WithPatienceAsync("an answer"));
    }

    /// <summary>How often somebody waited for the model.</summary>
    private int Interactive => Volatile.Read(ref _interactive);

    private static IEnumerable<string> All(CompletionReply reply) =>
        reply.Suggestion is { } first ? [first.Text, .. reply.Others.Select(other => other.Text)] : [];

    private static CompletionQuery Query(int most, DocumentSnapshot document, int offset) =>
        new(document, offset, most > 1 ? CompletionTrigger.Invoked : CompletionTrigger.Automatic, Selected: null) { MostSuggestions = most };

    private Task<CompletionReply> AskAsync(int most, DocumentSnapshot? document = null, int offset = 4) => _service
        .CompleteAsync(Query(most, document ?? _document, offset), TestContext.Current.CancellationToken).WithPatienceAsync("an answer");

    /// <summary>Begins with a model that writes these texts, the likeliest first, and nothing in idle time.</summary>
    private async Task StartAsync(params string[] texts)
    {
        _backend.Answer = (request, urgency, _) =>
        {
            if (urgency == Urgency.Idle)
                return Task.FromException<CompletionResult>(new OvertakenException());

            Interlocked.Increment(ref _interactive);
            return Task.FromResult(BackendDouble.Result(texts[request.Decoding.Alternative], meanLogProbability: -0.1f * (request.Decoding.Alternative + 1)));
        };
        _service.Start();
        await Patience.UntilAsync(() => _service.Status.State == EngineState.Ready, "the model is loaded");
        _service.Opened(_document);
    }
}
