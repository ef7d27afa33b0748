namespace LspCompletion.Tests;

/// <summary>What a test makes grow without end one day ends that test, and not the machine.</summary>
public sealed class MemoryLimitTests
{
    private const long MostBytes = 4L << 30;

    [Fact]
    public void The_memory_of_tests_is_limited() => Assert.InRange(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, 1, MostBytes);
}
