namespace LspCompletion.Engine.Tests.Models.Hub;

/// <summary>A clock whose timers go off a thousand times as early: nobody waits between tries.</summary>
/// <param name="longest">Timers that are longer than this are left as they are.</param>
internal sealed class HastyClock(TimeSpan longest) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime <= longest && dueTime >= TimeSpan.Zero ? dueTime / 1000 : dueTime, period);
}
