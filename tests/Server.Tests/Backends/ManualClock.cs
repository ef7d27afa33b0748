namespace LspCompletion.Server.Tests.Backends;

/// <summary>Goes on where a test says so only; a timer is that of the system.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _ahead;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ahead);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
