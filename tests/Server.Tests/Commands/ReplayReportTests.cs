using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Replay;
using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.Tests.Commands;

public sealed class ReplayReportTests
{
    private static readonly FileReplay First = Replay(
        "a.cs",
        withCache: [Results.Cost(reused: 0, trimmed: 0, computed: 100, milliseconds: 50), Results.Cost(90, 10, 10, 10)],
        withoutCache: [Results.Cost(0, 100, 100, 90)]);

    private static readonly FileReplay Second = Replay(
        "b.cs", withCache: [Results.Cost(100, 2, 0, 0)], withoutCache: [Results.Cost(0, 100, 100, 150)]);

    [Fact]
    public void A_file_is_summed_up()
    {
        FileReport file = ReplayReport.Of([First]).Files[0];
        Assert.Equal("a.cs", file.File);
        Assert.Equal((3, 4), (file.FromLine, file.ToLine));
        Assert.Equal(0.25, file.SavedShare);
        Assert.Equal(
            new ReplayFigures(
                Completions: 2,
                PromptTokens: 100,
                ReusedTokens: 45,
                TrimmedTokens: 5,
                ComputedTokens: 55,
                ReusedShare: 0.45,
                PromptMs: 30,
                FirstTokenMs: new Percentiles(20, 100, 100),
                WholeLineMs: new Percentiles(30, 150, 150)),
            file.WithCache);
        Assert.Equal(3, file.PromptGain);
    }

    [Fact]
    public void In_the_total_every_completion_counts_the_same()
    {
        FileReport total = ReplayReport.Of([First, Second]).Total;
        Assert.Null(total.File);
        Assert.Equal(40, total.Characters);
        Assert.Equal(20, total.WithCache?.PromptMs);
        Assert.Equal(120, total.WithoutCache?.PromptMs);
        Assert.Equal(6, total.PromptGain);
    }

    [Fact]
    public void What_was_not_measured_is_not_there()
    {
        ReplayReport report = ReplayReport.Of([First with { WithoutCache = [] }]);
        Assert.Null(report.Total.WithoutCache);
        Assert.Null(report.Total.PromptGain);
        using JsonDocument json = JsonDocument.Parse(ReplayJson.Write(report));
        JsonElement total = json.RootElement.GetProperty("total");
        Assert.False(total.TryGetProperty("withoutCache", out _));
        Assert.Equal(0.45, total.GetProperty("withCache").GetProperty("reusedShare").GetDouble());
    }

    [Fact]
    public void The_table_names_every_file_and_the_gain()
    {
        using StringWriter output = new();
        ReplayPrinter.Print(Terminal.Plain(output), ReplayReport.Of([First, Second]));
        string printed = output.ToString();
        Assert.Contains("a.cs, lines 3 to 4", printed);
        Assert.Contains("20 characters with 16 keystrokes: 25.0 % were not typed", printed);
        Assert.Contains("The prompt is 3.0 times cheaper with the cache.", printed);
        Assert.Contains("All files", printed);
        Assert.Contains("The prompt is 6.0 times cheaper with the cache.", printed);
    }

    [Fact]
    public void The_plot_is_a_picture()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string file = Path.Combine(folder, "cost.png");
            ReplayPlot.Save(file, [First, Second]);
            Assert.Equal("PNG"u8, File.ReadAllBytes(file).AsSpan(1, 3));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_plot_that_cannot_be_written_is_refused() => Assert.Contains(
        "--plot",
        Assert.Throws<EngineException>(() => ReplayPlot.Save(Path.Combine("no", "such", "folder", "cost.png"), [First])).Message);

    private static FileReplay Replay(
        string name, IReadOnlyList<CompletionStats> withCache, IReadOnlyList<CompletionStats> withoutCache) => new(
            name,
            new TypedRange(3, 4, 100, 120),
            Characters: 20,
            Keystrokes: 16,
            SavedCharacters: 5,
            IsCut: false,
            withCache,
            withoutCache);
}
