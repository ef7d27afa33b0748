namespace LspCompletion.Server.Completion;

/// <summary>
/// The status as it is now; whoever listens hears of its changes in their order, and outside of any lock. Thread-safe; its
/// lock is the innermost of all.
/// </summary>
/// <param name="initial">The status to begin with.</param>
internal sealed class LiveStatus(EngineStatus initial)
{
    private readonly Lock _gate = new();
    private readonly Queue<(EngineStatus Status, TaskCompletionSource Told)> _untold = [];
    private bool _isTelling;

    /// <summary>Raised when the status is another one.</summary>
    public event Action<EngineStatus>? Changed;

    /// <summary>The status.</summary>
    public EngineStatus Current { get; private set; } = initial;

    /// <summary>Makes the status another one.</summary>
    /// <param name="change">Says which, given the one before. It takes no lock.</param>
    /// <returns>Done when all that listen have heard of it.</returns>
    public Task Change(Func<EngineStatus, EngineStatus> change)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            EngineStatus changed = change(Current);
            if (changed == Current)
                return Task.CompletedTask;

            Current = changed;
            told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _untold.Enqueue((changed, told));
            if (_isTelling)
                return told.Task;
            _isTelling = true;
        }

        // One tells, whoever's turn it is: two would tell in another order now and then.
        while (TryTake(out EngineStatus? next, out TaskCompletionSource? heard))
        {
            Changed?.Invoke(next);
            heard.SetResult();
        }

        return told.Task;
    }

    private bool TryTake(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out EngineStatus? status,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TaskCompletionSource? told)
    {
        lock (_gate)
        {
            _isTelling = _untold.TryDequeue(out (EngineStatus Status, TaskCompletionSource Told) next);
            (status, told) = next;
            return _isTelling;
        }
    }
}
