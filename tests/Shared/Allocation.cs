namespace LspCompletion.Tests;

/// <summary>What code allocates.</summary>
internal static class Allocation
{
    /// <summary>The bytes that this thread allocates in that round which takes the fewest.</summary>
    /// <param name="rounds">
    /// How often the action runs. More than once where every byte counts: a garbage collection that another thread begins
    /// takes away what this thread has set aside to allocate from, up to 8 KB, and the count takes that for allocated.
    /// </param>
    /// <param name="action">What is measured, the same in every round.</param>
    public static long LeastOf(int rounds, Action action)
    {
        long least = long.MaxValue;
        for (int round = 0; round < rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
