namespace LspCompletion.Engine.Tests;

/// <summary>Goes on by a millisecond with each look at it: what a time limit ends, it ends at the same place each time.</summary>
internal sealed class TickingClock : TimeProvider
{
    private long _milliseconds;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => Interlocked.Increment(ref _milliseconds);
}
