namespace System.Threading;

/// <summary>
/// Stands in place of the framework's lock in a build with <c>-p:CountLocks=true</c>, and counts how often it is taken.
/// Compiled into each assembly; no other build has it.
/// </summary>
internal sealed class Lock
{
    private static long _taken;

    private readonly object _monitor = new();

    /// <summary>How often locks of this assembly were taken.</summary>
    public static long Taken => Interlocked.Read(ref _taken);

    /// <inheritdoc cref="Monitor.IsEntered(object)"/>
    public bool IsHeldByCurrentThread => Monitor.IsEntered(_monitor);

    /// <summary>What a <c>lock</c> statement does.</summary>
    public Scope EnterScope()
    {
        Enter();
        return new Scope(this);
    }

    /// <inheritdoc cref="Monitor.Enter(object)"/>
    public void Enter()
    {
        Monitor.Enter(_monitor);
        Interlocked.Increment(ref _taken);
    }

    /// <inheritdoc cref="Monitor.TryEnter(object)"/>
    public bool TryEnter() => TryEnter(TimeSpan.Zero);

    /// <inheritdoc cref="Monitor.TryEnter(object, TimeSpan)"/>
    public bool TryEnter(TimeSpan limit)
    {
        bool isTaken = Monitor.TryEnter(_monitor, limit);
        if (isTaken)
            Interlocked.Increment(ref _taken);
        return isTaken;
    }

    /// <inheritdoc cref="Monitor.Exit(object)"/>
    public void Exit() => Monitor.Exit(_monitor);

    /// <summary>Gives the lock back at its end.</summary>
    public readonly ref struct Scope(Lock taken)
    {
        /// <summary>Gives it back.</summary>
        public void Dispose() => taken.Exit();
    }
}
