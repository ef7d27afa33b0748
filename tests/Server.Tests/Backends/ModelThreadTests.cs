using System.Collections.Concurrent;
using CsCheck;
using LspCompletion.Server.Backends;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends;

public sealed class ModelThreadTests : IAsyncDisposable
{
    private readonly ModelThread _model = new();

    public async ValueTask DisposeAsync() => await _model.DisposeAsync().AsTask().WithPatienceAsync("the end");

    [Fact]
    public async Task All_work_runs_on_one_thread_in_its_order()
    {
        int[] threads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Ask(_ => Environment.CurrentManagedThreadId)));

        Assert.Single(threads.Distinct());
        Assert.NotEqual(Environment.CurrentManagedThreadId, threads[0]);
    }

    [Fact]
    public async Task Interactive_work_ends_idle_work_that_is_running()
    {
        TaskCompletionSource started = new();
        Task<int> idle = RunUntilEnded("a", started);
        await started.Task.WithPatienceAsync("idle work");

        Assert.Equal(7, await Ask(_ => 7));
        await Assert.ThrowsAsync<OvertakenException>(() => idle.WithPatienceAsync("the end of idle work"));
    }

    [Fact]
    public async Task Idle_work_waits_until_nothing_else_is_to_do()
    {
        List<string> order = [];
        using ManualResetEventSlim gate = new();
        Task first = Ask(token =>
        {
            gate.Wait(token);
            return 0;
        });
        Task idle = Idle("a", () => order.Add("idle"));
        Task second = Ask(_ =>
        {
            order.Add("interactive");
            return 0;
        });
        Task between = _model.RunBetweenAsync(() => order.Add("between"));
        gate.Set();
        await Task.WhenAll(first, second, idle, between).WithPatienceAsync("all work");

        Assert.Equal(["interactive", "between", "idle"], order);
    }

    [Fact]
    public async Task Work_in_between_ends_no_idle_work_and_is_not_lost()
    {
        TaskCompletionSource started = new();
        using ManualResetEventSlim gate = new();
        Task<bool> idle = _model.RunIdleAsync(
            "a",
            token =>
            {
                started.SetResult();
                gate.Wait(token);
                return token.IsCancellationRequested;
            },
            Token);
        await started.Task.WithPatienceAsync("idle work");
        bool ran = false;
        Task between = _model.RunBetweenAsync(() => ran = true);
        gate.Set();

        Assert.False(await idle.WithPatienceAsync("the end of idle work"));
        await between.WithPatienceAsync("work in between");
        Assert.True(ran);
    }

    [Fact]
    public async Task Idle_work_of_a_document_is_ended_whether_it_runs_or_waits()
    {
        TaskCompletionSource started = new();
        Task<int> running = RunUntilEnded("a", started);
        await started.Task.WithPatienceAsync("idle work");
        bool ran = false;
        Task waiting = Idle("a", () => ran = true);
        Task ofOther = Idle("b", () => { });

        _model.EndIdle("a");

        await Assert.ThrowsAsync<OvertakenException>(() => running.WithPatienceAsync("the end of what ran"));
        await Assert.ThrowsAsync<OvertakenException>(() => waiting.WithPatienceAsync("the end of what waited"));
        await ofOther.WithPatienceAsync("another document's work");
        Assert.False(ran);
        await Idle("a", () => ran = true);
        Assert.True(ran);
    }

    [Fact]
    public async Task Work_that_nobody_waits_for_any_more_is_not_begun()
    {
        using CancellationTokenSource takenBack = new();
        await takenBack.CancelAsync();
        bool ran = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _model.RunAsync(_ => ran = true, takenBack.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _model.RunIdleAsync("a", _ => ran = true, takenBack.Token));

        Assert.False(ran);
    }

    [Fact]
    public async Task What_work_throws_reaches_who_asked_and_the_thread_goes_on()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Ask<int>(_ => throw new InvalidDataException()));
        await Assert.ThrowsAsync<InvalidDataException>(() => Idle("a", () => throw new InvalidDataException()));

        Assert.Equal(1, await Ask(_ => 1));
    }

    [Fact]
    public async Task Disposing_ends_running_work_and_what_waits_and_what_comes_later()
    {
        ModelThread model = new();
        Task<int> work = model.RunAsync(WaitUntilEnded, CancellationToken.None);
        Task<int> waiting = model.RunAsync(_ => 0, CancellationToken.None);
        Task<int> idle = model.RunIdleAsync("a", _ => 0, CancellationToken.None);

        await Task.WhenAll(model.DisposeAsync().AsTask(), model.DisposeAsync().AsTask()).WithPatienceAsync("the end");
        await model.DisposeAsync();

        Task<int> later = model.RunAsync(_ => 0, CancellationToken.None);
        foreach (Task ended in (Task[])[work, waiting, idle, later, model.RunBetweenAsync(() => { })])
            await Assert.ThrowsAsync<BackendGoneException>(() => ended.WithPatienceAsync("the end of the work"));
    }

    /// <summary>
    /// In any order, from several threads, with the thread's end in their midst: work comes to exactly one end, each end has
    /// its cause, nothing runs beside anything else, and nothing runs that had ended before.
    /// </summary>
    [Fact]
    public async Task In_any_order_all_work_ends_as_it_should()
    {
        Gen<(Kind Kind, int Document, bool IsLong)[]> steps = Gen
            .Select(Gen.Enum<Kind>(), Gen.Int[0, 2], Gen.Bool).Array[1, 30];
        await Gen.Select(steps, steps, Gen.Int[0, 60]).SampleAsync(
            async (one, other, end) =>
            {
                ModelThread model = new();
                ConcurrentBag<(Kind Kind, Task Task, CancellationToken Own)> all = [];
                int running = 0;
                int taken = 0;
                bool isDisposed = false;
                await Task.WhenAll(Task.Run(() => Give(one)), Task.Run(() => Give(other))).WithPatienceAsync("all that was given");
                Volatile.Write(ref isDisposed, true);
                await model.DisposeAsync().AsTask().WithPatienceAsync("the end");

                foreach ((Kind kind, Task task, CancellationToken own) in all)
                {
                    Assert.True(task.IsCompleted);
                    Exception? exception = await Record.ExceptionAsync(() => task);
                    Assert.True(
                        exception switch
                        {
                            null => true,
                            OperationCanceledException => own.IsCancellationRequested,
                            OvertakenException => kind is Kind.Idle or Kind.CancelledIdle,
                            BackendGoneException => Volatile.Read(ref isDisposed),
                            _ => false,
                        },
                        $"{kind}: {exception}");
                }

                async Task Give((Kind Kind, int Document, bool IsLong)[] steps)
                {
                    foreach ((Kind kind, int document, bool isLong) in steps)
                    {
                        if (Interlocked.Increment(ref taken) == end)
                        {
                            Volatile.Write(ref isDisposed, true);
                            await model.DisposeAsync();
                        }

                        // Without timer and wait handle there is nothing to dispose of.
                        CancellationTokenSource own = new();
                        switch (kind)
                        {
                            case Kind.Interactive or Kind.CancelledInteractive:
                                all.Add((kind, model.RunAsync(token => Run(token, isLong), own.Token), own.Token));
                                break;
                            case Kind.Idle or Kind.CancelledIdle:
                                all.Add((kind, model.RunIdleAsync($"{document}", token => Run(token, isLong), own.Token), own.Token));
                                break;
                            case Kind.Between:
                                all.Add((kind, model.RunBetweenAsync(() => Run(CancellationToken.None, isLong: false)), own.Token));
                                break;
                            case Kind.EndIdle:
                                model.EndIdle($"{document}");
                                break;
                        }

                        if (kind is Kind.CancelledInteractive or Kind.CancelledIdle)
                            await own.CancelAsync();
                    }
                }

                int Run(CancellationToken token, bool isLong)
                {
                    Assert.Equal(1, Interlocked.Increment(ref running));
                    try
                    {
                        for (int i = 0; isLong && i < 200; i++)
                        {
                            token.ThrowIfCancellationRequested();
                            Thread.SpinWait(20);
                        }

                        return 0;
                    }
                    finally
                    {
                        Interlocked.Decrement(ref running);
                    }
                }
            },
            iter: 300,
            threads: 2);
    }

    private enum Kind
    {
        Interactive,
        CancelledInteractive,
        Idle,
        CancelledIdle,
        Between,
        EndIdle,
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int WaitUntilEnded(CancellationToken token)
    {
        Assert.True(token.WaitHandle.WaitOne(Patience.Limit), "Nothing ended the work.");
        token.ThrowIfCancellationRequested();
        return 0;
    }

    private Task<int> RunUntilEnded(string document, TaskCompletionSource started) => _model.RunIdleAsync(
        document,
        token =>
        {
            started.SetResult();
            return WaitUntilEnded(token);
        },
        Token);

    private Task<T> Ask<T>(Func<CancellationToken, T> work) => _model.RunAsync(work, Token).WithPatienceAsync("interactive work");

    private Task<int> Idle(string document, Action work) => _model.RunIdleAsync(
        document,
        _ =>
        {
            work();
            return 0;
        },
        Token);
}
