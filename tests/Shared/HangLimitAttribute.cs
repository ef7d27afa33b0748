using System.Collections.Concurrent;
using System.Reflection;
using LspCompletion.Tests;
using Xunit.v3;

[assembly: HangLimit]

namespace LspCompletion.Tests;

/// <summary>
/// Ends the run where a test hangs in spite of all, and names the test: longer than anything that tests wait for by themselves.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class HangLimitAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Limit = Patience.LongLimit + TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, Timer> _timers = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        _timers[test.UniqueID] = new Timer(_ => End(test.TestDisplayName), null, Limit, Timeout.InfiniteTimeSpan);

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_timers.TryRemove(test.UniqueID, out Timer? timer))
            timer.Dispose();
    }

    private static void End(string test) =>
        Environment.FailFast($"{test} has not ended within {Limit.TotalMinutes} minutes.");
}
