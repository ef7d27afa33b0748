using LspCompletion.Engine;
using LspCompletion.Engine.Explaining;
using LspCompletion.Server.Commands.Replay;
using ScottPlot;
using ScottPlot.Plottables;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>Draws what each token took against the tokens before it, with the cache and without.</summary>
internal static class CachePlot
{
    /// <summary>Writes the picture.</summary>
    /// <param name="file">Where to; replaced if it exists.</param>
    /// <param name="with">What was written with the cache.</param>
    /// <param name="without">What was written without.</param>
    /// <exception cref="EngineException">The picture cannot be written.</exception>
    public static void Save(string file, GreedyTrace with, GreedyTrace without)
    {
        using Plot plot = new();
        PlotFont.Use(plot);
        Add(plot, "without cache", without, Color.FromHex("#c0392b"));
        Add(plot, "with cache", with, Color.FromHex("#1f77b4"));
        plot.Title("Cost of a token");
        plot.XLabel("tokens before it");
        plot.YLabel("time to compute it (ms)");
        plot.ShowLegend(Edge.Bottom);
        plot.Axes.Margins(horizontal: 0.02, vertical: 0.1);
        plot.Axes.SetLimitsY(0, 1.1 * without.Steps.Max(step => step.Milliseconds));
        PlotFile.Save(plot, file);
    }

    private static void Add(Plot plot, string name, GreedyTrace trace, Color color)
    {
        Scatter points = plot.Add.ScatterPoints(
            trace.Steps.Select(step => (double)step.Length).ToArray(),
            trace.Steps.Select(step => step.Milliseconds).ToArray());
        points.LegendText = name;
        points.Color = color.WithAlpha(0.7);
        points.MarkerSize = 6;
    }
}
