using LspCompletion.Server.Backends;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends;

public sealed class ModelThreadTests : IDisposable
{
    private readonly ModelThread _model = new();

    public void Dispose() => _model.Dispose();

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
        TaskCompletionSource ended = new();
        Task<int> idle = _model.RunIdleAsync(
            token =>
            {
                started.SetResult();
                token.WaitHandle.WaitOne(Patience.Limit);
                ended.SetResult();
                token.ThrowIfCancellationRequested();
                return 0;
            },
            CancellationToken.None);
        await started.Task.WithPatienceAsync("idle work to begin");

        Assert.Equal(7, await Ask(_ => 7));
        Assert.True(ended.Task.IsCompletedSuccessfully);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => idle.WithPatienceAsync("the end of idle work"));
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
        Task idle = Idle(() => order.Add("idle"));
        Task second = Ask(_ =>
        {
            order.Add("interactive");
            return 0;
        });
        gate.Set();
        await Task.WhenAll(first, second, idle).WithPatienceAsync("all work to be done");

        Assert.Equal(["interactive", "idle"], order);
    }

    [Fact]
    public async Task Work_that_nobody_waits_for_any_more_is_not_begun()
    {
        using CancellationTokenSource takenBack = new();
        await takenBack.CancelAsync();
        bool ran = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _model.RunAsync(_ => ran = true, takenBack.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _model.RunIdleAsync(_ => ran = true, takenBack.Token));

        Assert.False(ran);
    }

    [Fact]
    public async Task What_work_throws_reaches_who_asked_and_the_thread_goes_on()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Ask<int>(_ => throw new InvalidDataException()));
        await Assert.ThrowsAsync<InvalidDataException>(() => Idle(() => throw new InvalidDataException()));

        Assert.Equal(1, await Ask(_ => 1));
    }

    [Fact]
    public async Task Disposing_ends_running_work_and_what_waits_and_what_comes_later()
    {
        ModelThread model = new();
        Task<int> work = model.RunAsync(
            token =>
            {
                token.WaitHandle.WaitOne(Patience.Limit);
                token.ThrowIfCancellationRequested();
                return 0;
            },
            CancellationToken.None);
        Task<int> waiting = model.RunAsync(_ => 0, CancellationToken.None);
        Task<int> idle = model.RunIdleAsync(_ => 0, CancellationToken.None);

        model.Dispose();
        model.Dispose();

        Task<int> later = model.RunAsync(_ => 0, CancellationToken.None);
        foreach (Task<int> ended in (Task<int>[])[work, waiting, idle, later])
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ended.WithPatienceAsync("the end of work"));
    }

    private Task<T> Ask<T>(Func<CancellationToken, T> work) =>
        _model.RunAsync(work, TestContext.Current.CancellationToken);

    private Task<int> Idle(Action work) => _model.RunIdleAsync(
        _ =>
        {
            work();
            return 0;
        },
        TestContext.Current.CancellationToken);
}
