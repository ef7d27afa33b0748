using LspCompletion.Server.Commands.Replay;
using ScottPlot;
using SkiaSharp;

namespace LspCompletion.Server.Tests.Commands;

public sealed class PlotFontTests
{
    [Fact]
    public void The_font_comes_with_the_program_and_can_write_what_plots_say()
    {
        using Plot plot = new();
        PlotFont.Use(plot);
        SKTypeface font = Fonts.GetTypeface(plot.Axes.Title.Label.FontName, bold: false, italic: false);
        Assert.Equal("DejaVu Sans", font.FamilyName);
        Assert.True(font.ContainsGlyphs("time to compute the prompt (ms) 0.1 1,000"));
    }
}
