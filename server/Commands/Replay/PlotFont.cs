using ScottPlot;
using SkiaSharp;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>
/// The font of the plots. It is part of the program, for a server or a container often has none, and text would be
/// missing from the picture.
/// </summary>
internal sealed class PlotFont : IFontResolver
{
    private const string Name = "LspCompletion plot font";
    private const string Resource = "DejaVuSans-Latin1.ttf";

    private PlotFont()
    {
    }

    /// <summary>Makes every text of <paramref name="plot"/> use the font.</summary>
    public static void Use(Plot plot)
    {
        if (!Fonts.FontResolvers.OfType<PlotFont>().Any())
            Fonts.FontResolvers.Add(new PlotFont());
        plot.Font.Set(Name);
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? Open() : null;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Name ? Open() : null;

    private static SKTypeface Open() => SKTypeface.FromStream(
        typeof(PlotFont).Assembly.GetManifestResourceStream(Resource)
        ?? throw new InvalidOperationException($"The resource {Resource} is missing from the assembly."));
}
