namespace LspCompletion.Server.Backends;

/// <summary>
/// The one thread that owns the model, and all work that is given to it: none of it is left when disposing is done.
/// Interactive work comes before idle work, and ends idle work that is running: the model looks for that within each step,
/// so an interactive request waits for milliseconds at most.
/// </summary>
internal sealed class ModelThread : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<ModelWork> _interactive = [];
    private readonly Queue<ModelWork> _idle = [];
    private readonly SemaphoreSlim _pending = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ModelWork? _runningIdle;
    private bool _isStopped;

    public ModelThread() => new Thread(Work) { Name = "model", IsBackground = true }.Start();

    /// <summary>Runs work that somebody waits for.</summary>
    /// <param name="work">The work; it ends early when its token is cancelled.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>What came of it, or what it threw.</returns>
    /// <exception cref="BackendGoneException">The thread was stopped.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the token.</exception>
    public Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        ModelWork<T> added = new(document: null, work, cancellationToken);
        Enqueue(_interactive, added, overtakes: true);
        return added.Result;
    }

    /// <summary>
    /// Runs work that nobody waits for, when there is nothing else to do. Interactive work ends it for good, and so does
    /// <see cref="EndIdle"/>: whoever still wants it asks again.
    /// </summary>
    /// <param name="document">The document that it is for.</param>
    /// <param name="work">The work; it ends early when its token is cancelled.</param>
    /// <param name="cancellationToken">Nobody wants it any more.</param>
    /// <returns>What came of it, or what it threw.</returns>
    /// <exception cref="OvertakenException">Something took its place.</exception>
    /// <exception cref="BackendGoneException">The thread was stopped.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the token.</exception>
    public Task<T> RunIdleAsync<T>(string document, Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        ModelWork<T> added = new(document, work, cancellationToken);
        Enqueue(_idle, added, overtakes: false);
        return added.Result;
    }

    /// <summary>
    /// Runs work that takes next to no time and must not be lost: in its turn among interactive work, without ending any,
    /// and nothing but the thread's own end comes in its way.
    /// </summary>
    /// <returns>Done when it was run; whoever gives it need not wait.</returns>
    /// <exception cref="BackendGoneException">The thread was stopped.</exception>
    public Task RunBetweenAsync(Action work)
    {
        ModelWork<bool> added = new(
            document: null,
            _ =>
            {
                work();
                return true;
            },
            CancellationToken.None);
        Enqueue(_interactive, added, overtakes: false);
        return added.Result;
    }

    /// <summary>Ends the idle work of a document, whether it is running or waits for its turn.</summary>
    public void EndIdle(string document)
    {
        ModelWork[] ended;
        lock (_gate)
            ended = [.. _idle.Append(_runningIdle).OfType<ModelWork>().Where(work => work.Document == document)];
        foreach (ModelWork work in ended)
            work.Overtake();
    }

    /// <summary>Ends the running work, what waits for its turn, and the thread; done when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_isStopped;
            _isStopped = true;
        }

        if (isFirst)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            _pending.Release();
        }

        await _ended.Task.ConfigureAwait(false);
        _stopping.Dispose();
        _pending.Dispose();
    }

    private void Enqueue(Queue<ModelWork> queue, ModelWork work, bool overtakes)
    {
        ModelWork? overtaken = null;
        bool isStopped;
        lock (_gate)
        {
            isStopped = _isStopped;
            if (!isStopped)
            {
                queue.Enqueue(work);
                _pending.Release();
                overtaken = overtakes ? _runningIdle : null;
            }
        }

        if (isStopped)
            work.Run(new CancellationToken(canceled: true));
        overtaken?.Overtake();
    }

    private void Work()
    {
        // What is still there when the thread is stopped has its turn, too, and ends at once.
        while (Next() is { } work)
            work.Run(_stopping.Token);
        _ended.SetResult();
    }

    private ModelWork? Next()
    {
        _pending.Wait();
        lock (_gate)
        {
            _runningIdle = null;
            if (_interactive.TryDequeue(out ModelWork? work))
                return work;
            return _idle.TryDequeue(out _runningIdle) ? _runningIdle : null;
        }
    }
}
