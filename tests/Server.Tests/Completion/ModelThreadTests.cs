using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Tests.Completion;

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
        _model.RunIdle(
            token =>
            {
                started.SetResult();
                token.WaitHandle.WaitOne();
                ended.SetResult();
                token.ThrowIfCancellationRequested();
            },
            CancellationToken.None);
        await started.Task;

        Assert.Equal(7, await Ask(_ => 7));
        Assert.True(ended.Task.IsCompletedSuccessfully);
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
        _model.RunIdle(_ => order.Add("idle"), CancellationToken.None);
        Task second = Ask(_ =>
        {
            order.Add("interactive");
            return 0;
        });
        gate.Set();
        await Task.WhenAll(first, second);
        await Idle();

        Assert.Equal(["interactive", "idle"], order);
    }

    [Fact]
    public async Task Work_that_nobody_waits_for_any_more_is_not_begun()
    {
        using CancellationTokenSource takenBack = new();
        await takenBack.CancelAsync();
        bool ran = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _model.RunAsync(_ => ran = true, takenBack.Token));
        _model.RunIdle(_ => ran = true, takenBack.Token);
        await Idle();

        Assert.False(ran);
    }

    [Fact]
    public async Task What_work_throws_reaches_who_asked_and_the_thread_goes_on()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Ask<int>(_ => throw new InvalidDataException()));

        Assert.Equal(1, await Ask(_ => 1));
    }

    [Fact]
    public async Task Disposing_ends_running_work()
    {
        ModelThread model = new();
        Task<int> work = model.RunAsync(
            token =>
            {
                token.WaitHandle.WaitOne();
                token.ThrowIfCancellationRequested();
                return 0;
            },
            CancellationToken.None);

        model.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    private Task<T> Ask<T>(Func<CancellationToken, T> work) =>
        _model.RunAsync(work, TestContext.Current.CancellationToken);

    /// <summary>Waits until all idle work asked for so far has had its turn.</summary>
    private async Task Idle()
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _model.RunIdle(_ => reached.SetResult(), CancellationToken.None);
        await reached.Task;
    }
}
