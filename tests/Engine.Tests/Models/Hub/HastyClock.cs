namespace LspCompletion.Engine.Tests.Models.Hub;

/// <summary>A clock whose timers go off a thousand times as early: nobody waits between tries.</summary>
/// <param name="longest">Timers that are longer than this are left as they are.</param>
internal sealed class HastyClock(TimeSpan longest) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HastyTimer(this, base.CreateTimer(callback, state, Hasten(dueTime), period));

    private TimeSpan Hasten(TimeSpan dueTime) => dueTime <= longest && dueTime >= TimeSpan.Zero ? dueTime / 1000 : dueTime;

    private sealed class HastyTimer(HastyClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Hasten(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
