using LspCompletion.Engine;
using ScottPlot;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>A plot as a picture on disk.</summary>
internal static class PlotFile
{
    private const int Width = 1200;
    private const int Height = 720;

    /// <summary>Writes the picture.</summary>
    /// <param name="plot">What is drawn.</param>
    /// <param name="file">Where to; replaced if it exists.</param>
    /// <exception cref="EngineException">It cannot be written.</exception>
    public static void Save(Plot plot, string file)
    {
        try
        {
            plot.SavePng(file, Width, Height);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{file} cannot be written: {exception.Message} Choose another --plot.", exception);
        }
    }
}
