using CsCheck;
using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends;

/// <summary>Which of two backends writes, and what becomes of those that don't, by a clock that a test moves.</summary>
public sealed class FallbackBackendTests : IAsyncDisposable
{
    private static readonly CompletionRequest Request = new() { Path = "", Prefix = "", Suffix = "" };

    private readonly ManualClock _clock = new();
    private readonly BackendDouble _first = new("first");
    private readonly List<BackendDouble> _seconds = [];
    private readonly List<string> _log = [];
    private readonly FallbackBackend _backend;
    private Func<CancellationToken, Task> _loadSecond = _ => Task.CompletedTask;

    public FallbackBackendTests() => _backend = new FallbackBackend(_first, OpenSecond, "engine.example", _clock, _log.Add);

    public async ValueTask DisposeAsync() => await _backend.DisposeAsync().AsTask().WithPatienceAsync("the end");

    [Fact]
    public async Task A_first_one_that_could_not_be_loaded_is_loaded_again_after_a_pause_and_writes_then()
    {
        _first.Load = Fails("down");
        Assert.Equal("second", (await LoadAsync()).Model);
        Assert.Equal("second", await CompleteAsync());
        Assert.Equal(1, _first.Loads);

        _first.Load = _ => Task.CompletedTask;
        Assert.Equal("second", await CompleteAsync());
        Assert.Equal(1, _first.Loads);
        _clock.Advance(TimeSpan.FromSeconds(1));

        // Nobody waits for that loading.
        Assert.Equal("second", await CompleteAsync());
        await Patience.UntilAsync(() => _backend.Trouble is null, "the end of the trouble");
        Assert.Equal("first", await CompleteAsync());
        Assert.Equal(2, _first.Loads);
        await Patience.UntilAsync(() => _seconds[0].Disposals == 1, "the end of the stand-in");
    }

    [Fact]
    public async Task While_it_fails_to_load_it_is_let_alone_longer_each_time()
    {
        _first.Load = Fails("down");
        await LoadAsync();

        int[] seconds = [1, 2, 4, 8, 16, 32, 60, 60];
        foreach ((int index, int pause) in seconds.Index())
        {
            _clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromTicks(1));
            await CompleteAsync();
            Assert.Equal(index + 1, _first.Loads);
            _clock.Advance(TimeSpan.FromTicks(1));
            await CompleteAsync();
            await Patience.UntilAsync(() => _first.Loads == index + 2, "another try");
            await Task.Delay(20, Token);
        }

        Assert.Equal("down A model on this machine writes meanwhile.", Assert.Single(_log));
        Assert.Equal("a model on this machine writes meanwhile: down", _backend.Trouble);
    }

    [Fact]
    public async Task A_stand_in_that_could_not_be_loaded_is_disposed_of_and_another_is_tried_after_a_pause()
    {
        await LoadAsync();
        _first.Complete = Fails("down");
        _loadSecond = Fails("the disk was busy");

        Assert.Equal("the disk was busy", await FailureAsync());
        await Patience.UntilAsync(() => _seconds[0].Disposals == 1, "the end of the one that failed");
        Assert.Equal("nothing writes: down And the model on this machine: the disk was busy", _backend.Trouble);
        Assert.Equal("the disk was busy", await FailureAsync());
        Assert.Single(_seconds);

        _loadSecond = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(1));
        _first.Complete = Fails("still down");
        Assert.Equal("second", await CompleteAsync());
        Assert.Equal(2, _seconds.Count);
        Assert.Equal("a model on this machine writes meanwhile: still down", _backend.Trouble);
    }

    [Fact]
    public async Task Both_failing_at_the_start_is_told_and_both_are_tried_again()
    {
        _first.Load = Fails("down");
        _loadSecond = Fails("no memory");
        EngineException exception = await Assert.ThrowsAsync<EngineException>(LoadAsync);
        Assert.Equal("no memory", exception.Message);

        _first.Load = _ => Task.CompletedTask;
        _loadSecond = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("second", await CompleteAsync());
        await Patience.UntilAsync(() => _backend.Trouble is null, "the end of the trouble");
        Assert.Equal("first", await CompleteAsync());
    }

    [Fact]
    public async Task What_is_asked_for_before_it_is_loaded_waits_and_opens_no_second_model()
    {
        TaskCompletionSource loaded = new();
        _first.Load = _ => loaded.Task;
        Task<BackendDescription> loading = LoadAsync();

        Task<string> completing = CompleteAsync();
        await Task.Delay(50, Token);
        Assert.False(completing.IsCompleted);
        loaded.SetResult();

        Assert.Equal("first", await completing.WithPatienceAsync("the completion"));
        await loading;
        Assert.Empty(_seconds);
    }

    [Fact]
    public async Task A_stand_in_is_let_go_only_when_nobody_uses_it_any_more()
    {
        await LoadAsync();
        TaskCompletionSource written = new();
        _first.Complete = Fails("down");
        await CompleteAsync();
        _seconds[0].Complete = _ => written.Task;
        Task<string> slow = CompleteAsync();
        await Patience.UntilAsync(() => _seconds[0].Completions == 2, "the slow completion's beginning");

        _first.Complete = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("first", await CompleteAsync());
        await Task.Delay(50, Token);
        Assert.Equal(0, _seconds[0].Disposals);
        written.SetResult();

        Assert.Equal("second", await slow.WithPatienceAsync("the slow completion"));
        await Patience.UntilAsync(() => _seconds[0].Disposals == 1, "the end of the stand-in");
    }

    [Fact]
    public async Task Two_models_that_stand_in_are_never_there_at_once()
    {
        await LoadAsync();
        TaskCompletionSource ended = new();
        _first.Complete = Fails("down");
        await CompleteAsync();
        _seconds[0].End = () => ended.Task;
        _first.Complete = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await CompleteAsync();

        _first.Complete = Fails("down");
        Task<string> completing = CompleteAsync();
        await Task.Delay(50, Token);
        int early = _seconds[1].Loads;
        ended.SetResult();

        Assert.Equal("second", await completing);
        Assert.Equal((0, 1), (early, _seconds[1].Loads));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_that_was_overtaken_or_taken_back_is_no_failure(bool isTakenBack)
    {
        await LoadAsync();
        using CancellationTokenSource takenBack = new();
        await takenBack.CancelAsync();
        _first.Complete = token => isTakenBack ? Task.FromCanceled(token) : Task.FromException(new OvertakenException());

        Exception? exception = await Record.ExceptionAsync(
            () => _backend.CompleteAsync("a", Request, null, Urgency.Idle, isTakenBack ? takenBack.Token : Token));

        Assert.True(isTakenBack ? exception is OperationCanceledException : exception is OvertakenException, $"{exception}");
        Assert.Null(_backend.Trouble);
        Assert.Empty(_seconds);
    }

    [Fact]
    public async Task A_text_that_is_shown_already_is_not_written_on_by_another_model()
    {
        await LoadAsync();
        _first.Complete = Fails("broke off");

        await Assert.ThrowsAsync<EngineException>(() => _backend.CompleteAsync("a", Request, _ => { }, Urgency.Interactive, Token));

        Assert.Empty(_seconds);
        Assert.Equal("second", await CompleteAsync());
    }

    [Fact]
    public async Task Idle_work_that_fails_is_a_failure_and_its_success_says_nothing()
    {
        await LoadAsync();
        _first.Complete = Fails("down");
        await Assert.ThrowsAsync<EngineException>(() => _backend.WarmAsync("a", Request, Token));
        Assert.NotNull(_backend.Trouble);

        _first.Complete = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _backend.WarmAsync("a", Request, Token);
        Assert.NotNull(_backend.Trouble);
        Assert.Equal("first", await CompleteAsync());
        Assert.Null(_backend.Trouble);
    }

    [Fact]
    public async Task Where_text_will_go_is_told_although_a_model_of_this_machine_begins()
    {
        _first.Load = Fails("the key file can't be read");

        Assert.Equal("engine.example", (await LoadAsync()).Destination);
    }

    [Fact]
    public async Task What_is_kept_is_that_of_who_writes_and_both_forget()
    {
        await LoadAsync();
        Assert.Equal("first", Assert.Single(_backend.Cache.Slots).Key);
        _first.Complete = Fails("down");
        await CompleteAsync();
        Assert.Equal("second", Assert.Single(_backend.Cache.Slots).Key);

        _backend.Forget("a");

        Assert.Equal(["a"], _first.Forgotten);
        Assert.Equal(["a"], _seconds[0].Forgotten);
    }

    [Fact]
    public async Task Who_hears_of_a_change_may_ask_on_another_thread()
    {
        await LoadAsync();
        List<string?> troubles = [];
        _backend.Changed += () =>
        {
            Task<string?> asking = Task.Run(() => _backend.Trouble);
            Assert.True(asking.Wait(Patience.Limit, Token), "A lock is held while a change is told.");
            troubles.Add(asking.Result);
        };

        _first.Complete = Fails("down");
        await CompleteAsync();
        _first.Complete = _ => Task.CompletedTask;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await CompleteAsync();
        _first.Change();

        Assert.Equal(["a model on this machine writes meanwhile: down", null, null], troubles);
    }

    [Fact]
    public async Task Disposing_ends_what_is_running_and_is_done_when_nothing_is_left()
    {
        await LoadAsync();
        _first.Complete = Fails("down");
        _loadSecond = token => Task.Delay(Timeout.Infinite, token);
        Task<string> waiting = CompleteAsync();
        await Patience.UntilAsync(() => _seconds.Count == 1 && _seconds[0].Loads == 1, "the second's loading");

        await _backend.DisposeAsync().AsTask().WithPatienceAsync("the end");
        await _backend.DisposeAsync().AsTask().WithPatienceAsync("another end");

        await Assert.ThrowsAsync<BackendGoneException>(() => waiting.WithPatienceAsync("the completion"));
        await Assert.ThrowsAsync<BackendGoneException>(CompleteAsync);
        await Assert.ThrowsAsync<BackendGoneException>(() => _backend.WarmAsync("a", Request, Token));
        Assert.Equal(1, _seconds[0].Disposals);
    }

    [Fact]
    public async Task One_that_was_never_loaded_has_no_model()
    {
        await Assert.ThrowsAsync<BackendGoneException>(CompleteAsync);
        _first.Load = token => Task.Delay(Timeout.Infinite, token);
        using CancellationTokenSource givenUp = new();
        Task<BackendDescription> loading = _backend.LoadAsync(new Progress<double>(), givenUp.Token);
        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
        await Assert.ThrowsAsync<BackendGoneException>(CompleteAsync);
        Assert.Empty(_seconds);
    }

    /// <summary>Whatever fails when: an answer comes, or a failure that has a reason, and of what was opened nothing is left.</summary>
    [Fact]
    public async Task In_any_order_each_backend_that_was_opened_is_disposed_of_once()
    {
        Gen<(bool FirstFails, bool SecondFails, int Seconds, int Requests)[]> steps = Gen
            .Select(Gen.Bool, Gen.Bool, Gen.Int[0, 3], Gen.Int[0, 4]).Array[1, 12];
        await steps.SampleAsync(
            async steps =>
            {
                ManualClock clock = new();
                BackendDouble first = new("first");
                bool secondFails = false;
                List<BackendDouble> seconds = [];
                FallbackBackend backend = new(first, Open, null, clock, _ => { });
                List<Task> asked = [];
                foreach ((bool firstFails, bool fails, int pause, int requests) in steps)
                {
                    first.Load = first.Complete = firstFails ? Fails("first") : _ => Task.CompletedTask;
                    Volatile.Write(ref secondFails, fails);
                    clock.Advance(TimeSpan.FromSeconds(pause));
                    if (asked.Count == 0)
                        asked.Add(backend.LoadAsync(new Progress<double>(), CancellationToken.None));
                    for (int i = 0; i < requests; i++)
                        asked.Add(Task.Run(() => backend.CompleteAsync("a", Request, null, Urgency.Interactive, CancellationToken.None)));
                    if (requests % 2 == 0)
                        await Task.WhenAll(asked).ContinueWith(_ => { }, TaskScheduler.Default).WithPatienceAsync("what was asked for");
                }

                await backend.DisposeAsync().AsTask().WithPatienceAsync("the end");
                foreach (Task task in asked)
                {
                    Exception? exception = await Record.ExceptionAsync(() => task.WithPatienceAsync("what was asked for"));
                    Assert.True(exception is null or EngineException or BackendGoneException, $"{exception}");
                }

                Assert.Equal(1, first.Disposals);
                Assert.All(seconds, second => Assert.Equal(1, second.Disposals));

                IBackend Open()
                {
                    BackendDouble second = new("second") { End = async () => await Task.Yield() };
                    second.Load = async _ =>
                    {
                        lock (seconds)
                            Assert.All(seconds, other => Assert.True(other == second || other.Loads == 0 || other.Disposals == 1));
                        await Task.Yield();
                        if (Volatile.Read(ref secondFails))
                            throw new EngineException("second");
                    };
                    lock (seconds)
                        seconds.Add(second);
                    return second;
                }
            },
            iter: 300,
            threads: 2);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Func<CancellationToken, Task> Fails(string message) => _ => Task.FromException(new EngineException(message));

    private BackendDouble OpenSecond()
    {
        BackendDouble second = new("second") { Load = token => _loadSecond(token) };
        _seconds.Add(second);
        return second;
    }

    private Task<BackendDescription> LoadAsync() => _backend.LoadAsync(new Progress<double>(), Token).WithPatienceAsync("loading");

    private async Task<string> CompleteAsync() =>
        (await _backend.CompleteAsync("a", Request, onText: null, Urgency.Interactive, Token).WithPatienceAsync("a completion")).Text;

    private async Task<string> FailureAsync() => (await Assert.ThrowsAsync<EngineException>(CompleteAsync)).Message;
}
