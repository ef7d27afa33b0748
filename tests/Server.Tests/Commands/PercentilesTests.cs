using CsCheck;
using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.Tests.Commands;

public sealed class PercentilesTests
{
    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(2, 1, 2, 2)]
    [InlineData(3, 2, 3, 3)]
    [InlineData(100, 50, 95, 99)]
    [InlineData(200, 100, 190, 198)]
    [InlineData(1000, 500, 950, 990)]
    public void Of_the_numbers_from_one_up(int count, double p50, double p95, double p99) =>
        Assert.Equal(
            new Percentiles(p50, p95, p99),
            Percentiles.Of(Enumerable.Range(1, count).Reverse().Select(number => (double)number)));

    [Fact]
    public void Each_is_the_smallest_value_with_enough_values_at_or_below_it() =>
        Gen.Double[0, 1000].Array[1, 300].Sample(values =>
        {
            Percentiles percentiles = Percentiles.Of(values);
            foreach ((double value, int percent) in new[] { (percentiles.P50, 50), (percentiles.P95, 95), (percentiles.P99, 99) })
            {
                Assert.Contains(value, values);
                Assert.True(values.Count(other => other <= value) * 100 >= values.Length * percent);
                Assert.True(values.Count(other => other < value) * 100 < values.Length * percent);
            }
        });

    [Fact]
    public void Of_nothing_there_are_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Percentiles.Of([]));
}
