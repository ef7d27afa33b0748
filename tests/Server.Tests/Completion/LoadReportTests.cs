using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Tests.Completion;

public sealed class LoadReportTests
{
    [Fact]
    public void Each_percent_is_told_once()
    {
        List<int> percents = [];
        LoadReport report = new(percents.Add);
        foreach (double share in (double[])[0, 0.001, 0.25, 0.259, 0.7, 1])
            report.Report(share);

        Assert.Equal([0, 25, 70, 100], percents);
    }
}
