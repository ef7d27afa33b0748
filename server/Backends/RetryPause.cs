namespace LspCompletion.Server.Backends;

/// <summary>
/// How long what failed is let alone: longer each time, so that nobody waits for it again and again. Whoever owns it guards it.
/// </summary>
/// <param name="clock">The time.</param>
internal sealed class RetryPause(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private TimeSpan _length;
    private long _failedAt;

    /// <summary>Whether it may be tried again, or for the first time.</summary>
    public bool IsOver => _length == TimeSpan.Zero || clock.GetElapsedTime(_failedAt) >= _length;

    /// <summary>It failed. What was begun before the pause and fails within it makes it no longer.</summary>
    public void Begin()
    {
        if (!IsOver)
            return;

        _length = _length == TimeSpan.Zero ? Shortest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, 2 * _length.Ticks));
        _failedAt = clock.GetTimestamp();
    }

    /// <summary>It succeeded.</summary>
    public void End() => _length = TimeSpan.Zero;
}
