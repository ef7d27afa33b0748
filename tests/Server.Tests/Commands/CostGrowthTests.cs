using LspCompletion.Engine.Explaining;
using LspCompletion.Server.Commands.Explain;

namespace LspCompletion.Server.Tests.Commands;

public class CostGrowthTests
{
    [Theory]
    [InlineData(5, 0, 0)]
    [InlineData(0, 2, 1)]
    [InlineData(50, 1, 0.5)]
    public void The_line_and_its_square_share_are_found(double start, double slope, double squareShare)
    {
        CostGrowth growth = CostGrowth.Fit([.. Enumerable.Range(1, 100).Select(length => Step(length, start + (slope * length)))]);

        Assert.Equal(start, growth.BaseMs, tolerance: 1e-9);
        Assert.Equal(slope, growth.MsPerToken, tolerance: 1e-9);
        Assert.Equal(squareShare, growth.SquareShare, tolerance: 1e-9);
    }

    [Fact]
    public void A_few_late_steps_change_nothing()
    {
        CostGrowth growth = CostGrowth.Fit(
            [.. Enumerable.Range(1, 100).Select(length => Step(length, 5 + length + (length % 10 == 0 ? 1000 : 0)))]);

        Assert.InRange(growth.MsPerToken, 0.95, 1.05);
    }

    private static GreedyStep Step(int length, double milliseconds) => new(length, 1, milliseconds, 0, 0);
}
