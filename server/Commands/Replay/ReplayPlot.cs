using LspCompletion.Engine;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>Draws what each keystroke's prompt cost against the prompt's length, with and without the cache.</summary>
internal static class ReplayPlot
{
    /// <summary>Times below this are drawn at it: a logarithmic axis has no zero.</summary>
    private const double LeastMs = 0.1;

    /// <summary>Writes the picture.</summary>
    /// <param name="file">Where to; replaced if it exists.</param>
    /// <param name="replays">What came of typing, with both modes measured.</param>
    /// <exception cref="EngineException">The picture cannot be written.</exception>
    public static void Save(string file, IReadOnlyList<FileReplay> replays)
    {
        using Plot plot = new();
        PlotFont.Use(plot);
        AddPoints(plot, "without cache", replays.SelectMany(replay => replay.WithoutCache), Color.FromHex("#c0392b"), size: 9);
        AddPoints(plot, "with cache", replays.SelectMany(replay => replay.WithCache), Color.FromHex("#1f77b4"), size: 6);

        plot.Axes.Left.TickGenerator = new NumericAutomatic
        {
            MinorTickGenerator = new LogMinorTickGenerator(),
            IntegerTicksOnly = true,
            LabelFormatter = exponent => $"{Math.Pow(10, exponent):#,0.###}",
        };
        plot.Title("Cost of the prompt at every keystroke");
        plot.XLabel("prompt length (tokens)");
        plot.YLabel("time to compute the prompt (ms)");
        plot.ShowLegend(Edge.Bottom);
        plot.Axes.Margins(horizontal: 0.02, vertical: 0.1);

        PlotFile.Save(plot, file);
    }

    private static void AddPoints(Plot plot, string name, IEnumerable<CompletionStats> completions, Color color, float size)
    {
        List<CompletionStats> all = [.. completions];
        Scatter points = plot.Add.ScatterPoints(
            all.ConvertAll(stats => (double)(stats.ReusedTokens + stats.ComputedTokens)),
            all.ConvertAll(stats => Math.Log10(Math.Max(LeastMs, stats.PromptMs))));
        points.LegendText = name;
        points.Color = color.WithAlpha(0.6);
        points.MarkerSize = size;
    }
}
