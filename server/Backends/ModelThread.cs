namespace LspCompletion.Server.Backends;

/// <summary>
/// The one thread that owns the model. Interactive work comes before idle work, and ends idle work that is running:
/// the model looks for that within each step, so an interactive request waits for milliseconds at most.
/// </summary>
internal sealed class ModelThread : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Action<CancellationToken>> _interactive = [];
    private readonly Queue<Action<CancellationToken>> _idle = [];
    private readonly SemaphoreSlim _pending = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _thread;
    private CancellationTokenSource? _runningIdle;
    private bool _isStopped;

    public ModelThread()
    {
        _thread = new Thread(Work) { Name = "model", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs work that somebody waits for.</summary>
    /// <param name="work">The work; it ends early when its token is cancelled.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>What came of it; cancelled when the thread was stopped.</returns>
    public Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken) =>
        Enqueue(_interactive, work, cancellationToken);

    /// <summary>
    /// Runs work that nobody waits for, when there is nothing else to do. Interactive work ends it for good: whoever
    /// still wants it asks again.
    /// </summary>
    /// <returns>What came of it; cancelled when interactive work came, or the thread was stopped.</returns>
    public Task<T> RunIdleAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken) =>
        Enqueue(_idle, work, cancellationToken);

    /// <summary>Ends the running work and the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isStopped)
                return;
            _isStopped = true;
        }

        _stopping.Cancel();
        _pending.Release();
        _thread.Join();
        _stopping.Dispose();
        _pending.Dispose();
    }

    private Task<T> Enqueue<T>(
        Queue<Action<CancellationToken>> queue, Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        // Continuations must not run on the model's thread.
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isStopped)
                return Task.FromCanceled<T>(new CancellationToken(canceled: true));

            queue.Enqueue(Run);
            if (queue == _interactive)
                _runningIdle?.Cancel();
            _pending.Release();
        }

        return completion.Task;

        void Run(CancellationToken ending)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending);
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
        }
    }

    private void Work()
    {
        // What is still there when the thread is stopped has its turn, too, and ends at once.
        while (true)
        {
            _pending.Wait();
            if (Take(_interactive) is { } interactive)
                interactive(_stopping.Token);
            else if (Take(_idle) is { } idle)
                RunIdle(idle);
            else
                return;
        }
    }

    private Action<CancellationToken>? Take(Queue<Action<CancellationToken>> queue)
    {
        lock (_gate)
            return queue.TryDequeue(out Action<CancellationToken>? work) ? work : null;
    }

    private void RunIdle(Action<CancellationToken> work)
    {
        using var running = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        lock (_gate)
        {
            _runningIdle = running;

            // What came between being taken and being registered overtakes it as well.
            if (_interactive.Count > 0)
                running.Cancel();
        }

        // What was computed by the time it is overtaken stays in its slot.
        work(running.Token);
        lock (_gate)
            _runningIdle = null;
    }
}
