using CsCheck;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends;

/// <summary>The default model on its thread, by a clock that a test moves.</summary>
public sealed class LocalBackendTests : IAsyncLifetime
{
    private static readonly CompletionRequest Request = new()
    {
        Path = "Person.cs",
        Prefix = "public class Person\n{\n    public string Name { get; set; }\n\n    public int ",
        Suffix = "\n\n    public override string ToString() => $\"{Name} is {Age}\";\n}\n",
        Decoding = new DecodingOptions { TimeLimit = TimeSpan.FromSeconds(1) },
    };

    private readonly ManualClock _clock = new();
    private readonly List<string> _log = [];
    private readonly LocalBackend _backend;

    public LocalBackendTests() =>
        _backend = new LocalBackend(EngineSettings.Of(ServerSettings.Default with { SelfCheckShare = 0 }), _clock, _log.Add);

    public async ValueTask InitializeAsync() => await _backend.LoadAsync(new Progress<double>(), Token).WithPatienceAsync("loading");

    public async ValueTask DisposeAsync() => await _backend.DisposeAsync().AsTask().WithPatienceAsync("the end");

    [Fact]
    public async Task What_a_limit_cuts_says_so_and_idle_work_has_none()
    {
        CompletionResult whole = await CompleteAsync("a", Urgency.Interactive);
        Assert.Equal("Age { get; set; }", whole.Text);
        Assert.NotEqual(StopReason.TimeLimit, whole.Stop);

        CompletionResult cut = await CompleteAsync("b", Urgency.Interactive, LetTimePass);
        CompletionResult idle = await CompleteAsync("c", Urgency.Idle, LetTimePass);

        Assert.Equal(StopReason.TimeLimit, cut.Stop);
        Assert.StartsWith(cut.Text, whole.Text, StringComparison.Ordinal);
        Assert.True(cut.Text.Length < whole.Text.Length);
        Assert.Equal((whole.Text, whole.Stop), (idle.Text, idle.Stop));

        void LetTimePass(string text) => _clock.Advance(TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Who_is_behind_others_has_half_of_the_limit_nevertheless()
    {
        Task<CompletionResult>? behind = null;
        CompletionResult first = await CompleteAsync("a", Urgency.Interactive, text =>
        {
            behind ??= CompleteAsync("b", Urgency.Interactive);
            _clock.Advance(TimeSpan.FromHours(1));
        });

        CompletionResult second = await behind!;

        Assert.Equal(StopReason.TimeLimit, first.Stop);
        Assert.Equal("Age { get; set; }", second.Text);
        Assert.NotEqual(StopReason.TimeLimit, second.Stop);
    }

    [Theory]
    [InlineData(0, 1000, 1000)]
    [InlineData(300, 1000, 700)]
    [InlineData(500, 1000, 500)]
    [InlineData(5000, 1000, 500)]
    [InlineData(5000, null, null)]
    public void What_others_took_is_taken_off_a_limit_up_to_half(int waitedMs, int? limitMs, int? leftMs) => Assert.Equal(
        Milliseconds(leftMs), LocalBackend.LimitAfter(TimeSpan.FromMilliseconds(waitedMs), Milliseconds(limitMs)));

    [Fact]
    public async Task What_is_taken_back_overtaken_or_gone_is_told_apart()
    {
        using CancellationTokenSource takenBack = new();
        Task<CompletionResult> cancelled = CompleteAsync("a", Urgency.Interactive, _ => takenBack.Cancel(), takenBack.Token);
        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(takenBack.Token, exception.CancellationToken);

        Task<CompletionResult>? interactive = null;
        Task<CompletionResult> idle = CompleteAsync("a", Urgency.Idle, _ => interactive ??= CompleteAsync("b", Urgency.Interactive));
        await Assert.ThrowsAsync<OvertakenException>(() => idle);
        Assert.Equal("Age { get; set; }", (await interactive!).Text);

        Task? disposing = null;
        Task<CompletionResult> running = CompleteAsync("a", Urgency.Interactive, _ => disposing ??= _backend.DisposeAsync().AsTask());
        await Assert.ThrowsAsync<BackendGoneException>(() => running);
        await disposing!.WithPatienceAsync("the end");
        await Assert.ThrowsAsync<BackendGoneException>(() => CompleteAsync("a", Urgency.Interactive));
        await Assert.ThrowsAsync<BackendGoneException>(() => _backend.WarmAsync("a", Request, Token));
        await Assert.ThrowsAsync<BackendGoneException>(() => _backend.LoadAsync(new Progress<double>(), Token));
    }

    [Fact]
    public async Task One_without_a_model_is_gone_and_one_that_fails_says_why()
    {
        await using LocalBackend none = new(
            EngineSettings.Of(ServerSettings.Default with { Model = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()) }),
            _clock,
            _log.Add);

        await Assert.ThrowsAsync<EngineException>(() => none.LoadAsync(new Progress<double>(), Token).WithPatienceAsync("loading"));
        await Assert.ThrowsAsync<BackendGoneException>(
            () => none.CompleteAsync("a", Request, null, Urgency.Interactive, Token).WithPatienceAsync("a completion"));
        EngineException exception = await Assert.ThrowsAsync<EngineException>(
            () => CompleteAsync("a", Urgency.Interactive, _ => throw new InvalidOperationException("one\ntwo")));
        Assert.Equal("The model failed (InvalidOperationException: one two); please report this.", exception.Message);
    }

    [Fact]
    public async Task A_closed_document_has_no_slot_although_its_idle_work_waited_and_others_go_on()
    {
        await CompleteAsync("closed", Urgency.Interactive);
        Task? waiting = null;
        Task<CompletionResult> running = CompleteAsync("open", Urgency.Interactive, _ =>
        {
            waiting ??= _backend.WarmAsync("closed", Request, Token);
            _backend.Forget("closed");
        });

        await running;
        await Assert.ThrowsAsync<OvertakenException>(() => waiting!.WithPatienceAsync("the end of idle work"));
        await CompleteAsync("open", Urgency.Interactive);
        Assert.Equal("open", Assert.Single(_backend.Cache.Slots).Key);
    }

    /// <summary>Whatever is asked for in whatever order: when all documents were closed, no slot is left.</summary>
    [Fact]
    public async Task A_document_that_was_closed_leaves_no_slot_behind()
    {
        await Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1]).Array[4, 10].SampleAsync(
            async steps =>
            {
                List<Task> asked = [];
                Dictionary<string, CancellationTokenSource> open = [];
                foreach ((int kind, int number) in steps)
                {
                    string document = $"{number}";
                    if (!open.TryGetValue(document, out CancellationTokenSource? closed))
                        open.Add(document, closed = new CancellationTokenSource());
                    if (kind == 3)
                    {
                        Close(document);
                        continue;
                    }

                    asked.Add(kind == 0
                        ? _backend.WarmAsync(document, Request, closed.Token)
                        : _backend.CompleteAsync(
                            document,
                            Request with { Decoding = new DecodingOptions { MaxTokens = 2 } },
                            null,
                            kind == 1 ? Urgency.Idle : Urgency.Interactive,
                            closed.Token));
                }

                foreach (string document in open.Keys.ToArray())
                    Close(document);
                foreach (Task task in asked)
                {
                    Exception? exception = await Record.ExceptionAsync(() => task.WithPatienceAsync("what was asked for"));
                    Assert.True(exception is null or OperationCanceledException or OvertakenException, $"{exception}");
                }

                await Patience.UntilAsync(() => _backend.Cache.Slots.Count == 0, "the end of all slots");

                // Half of the documents are closed without a word to what still runs.
                void Close(string document)
                {
                    if (document == "0")
                        open[document].Cancel();
                    open.Remove(document);
                    _backend.Forget(document);
                }
            },
            iter: 12,
            threads: 1);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TimeSpan? Milliseconds(int? count) => count is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private Task<CompletionResult> CompleteAsync(
        string document, Urgency urgency, Action<string>? onText = null, CancellationToken? cancellationToken = null) =>
        _backend.CompleteAsync(document, Request, onText, urgency, cancellationToken ?? Token).WithPatienceAsync("a completion");
}
