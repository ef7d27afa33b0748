namespace LspCompletion.Server.Completion;

/// <summary>
/// The one thread that owns the model. Interactive work comes before idle work, and ends idle work that is running:
/// the model looks for that within each step, so an interactive request waits for milliseconds at most.
/// </summary>
internal sealed class ModelThread : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _interactive = [];
    private readonly Queue<(Action<CancellationToken> Work, CancellationToken CancellationToken)> _idle = [];
    private readonly SemaphoreSlim _pending = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _thread;
    private CancellationTokenSource? _runningIdle;

    public ModelThread()
    {
        _thread = new Thread(Work) { Name = "model", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs work that somebody waits for.</summary>
    /// <param name="work">The work; it ends early when its token is cancelled.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        // Continuations must not run on the model's thread.
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Action item = () =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
            try
            {
                either.Token.ThrowIfCancellationRequested();
                completion.SetResult(work(either.Token));
            }
            catch (OperationCanceledException)
            {
                completion.SetCanceled(either.Token);
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        };

        lock (_gate)
        {
            _interactive.Enqueue(item);
            _runningIdle?.Cancel();
        }

        _pending.Release();
        return completion.Task;
    }

    /// <summary>
    /// Runs work that nobody waits for, when there is nothing else to do. Interactive work ends it for good: whoever
    /// still wants it asks again.
    /// </summary>
    public void RunIdle(Action<CancellationToken> work, CancellationToken cancellationToken)
    {
        lock (_gate)
            _idle.Enqueue((work, cancellationToken));
        _pending.Release();
    }

    /// <summary>Ends the running work and the thread.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _pending.Release();
        _thread.Join();
        _stopping.Dispose();
        _pending.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _pending.Wait();
            if (TakeInteractive() is { } interactive)
                interactive();
            else if (_stopping.IsCancellationRequested)
                return;
            else
                RunNextIdle();
        }
    }

    private Action? TakeInteractive()
    {
        lock (_gate)
            return _interactive.TryDequeue(out Action? item) ? item : null;
    }

    private void RunNextIdle()
    {
        Action<CancellationToken> work;
        CancellationTokenSource running;
        lock (_gate)
        {
            if (!_idle.TryDequeue(out var item))
                return;

            work = item.Work;
            running = CancellationTokenSource.CreateLinkedTokenSource(item.CancellationToken, _stopping.Token);
            _runningIdle = running;
        }

        try
        {
            if (!running.IsCancellationRequested)
                work(running.Token);
        }
        catch (OperationCanceledException)
        {
            // Overtaken. What was computed by then stays in its slot.
        }
        finally
        {
            lock (_gate)
                _runningIdle = null;
            running.Dispose();
        }
    }
}
