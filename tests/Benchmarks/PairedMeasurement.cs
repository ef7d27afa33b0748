using System.Diagnostics;

namespace LspCompletion.Benchmarks;

/// <summary>
/// Times two actions in turns, so that whatever else the machine does meets both alike, and compares their medians.
/// Benchmark libraries time one after the other, which on a busy machine says more about the machine.
/// </summary>
internal sealed record PairedMeasurement(string Name, double BaselineMs, double ActionMs, double AllocatedBytes)
{
    private const int WarmUps = 10;

    /// <summary>How many times slower the action is than the baseline.</summary>
    public double Ratio => ActionMs / BaselineMs;

    /// <summary>Measures an action against a baseline; each call may prepare itself untimed.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="repetitions">How many pairs.</param>
    /// <param name="baseline">What to compare with.</param>
    /// <param name="prepare">Puts the action's state back; not timed.</param>
    /// <param name="action">What is compared.</param>
    public static PairedMeasurement Run(string name, int repetitions, Action baseline, Action prepare, Action action)
    {
        var baselineTimes = new double[repetitions];
        var actionTimes = new double[repetitions];
        long allocated = 0;
        for (int i = -WarmUps; i < repetitions; i++)
        {
            double baselineTime = Time(baseline);
            prepare();
            long before = GC.GetAllocatedBytesForCurrentThread();
            double actionTime = Time(action);
            long after = GC.GetAllocatedBytesForCurrentThread();
            if (i < 0)
                continue;

            baselineTimes[i] = baselineTime;
            actionTimes[i] = actionTime;
            allocated += after - before;
        }

        return new PairedMeasurement(
            name, Median(baselineTimes), Median(actionTimes), (double)allocated / repetitions);
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
