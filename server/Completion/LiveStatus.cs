namespace LspCompletion.Server.Completion;

/// <summary>The status as it is now; whoever listens hears of its changes in their order. Thread-safe.</summary>
/// <param name="initial">The status to begin with.</param>
internal sealed class LiveStatus(EngineStatus initial)
{
    private readonly Lock _gate = new();

    /// <summary>Raised when the status is another one, under the lock: so listeners hear of changes in their order.</summary>
    public event Action<EngineStatus>? Changed;

    /// <summary>The status.</summary>
    public EngineStatus Current { get; private set; } = initial;

    /// <summary>Makes the status another one.</summary>
    public void Change(Func<EngineStatus, EngineStatus> change)
    {
        lock (_gate)
        {
            EngineStatus changed = change(Current);
            if (changed == Current)
                return;

            Current = changed;
            Changed?.Invoke(changed);
        }
    }
}
