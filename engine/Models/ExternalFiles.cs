using LspCompletion.Engine.Models.Onnx;

namespace LspCompletion.Engine.Models;

/// <summary>The files beside a model's graphs that hold their weights. ONNX Runtime opens whatever a graph names.</summary>
internal static class ExternalFiles
{
    /// <summary>The files that a graph has weights in, as a manifest spells them.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="graph">The graph's file in it, with forward slashes.</param>
    /// <exception cref="EngineException">The graph can't be read, or names what is no file below its own folder.</exception>
    public static IReadOnlyList<string> Of(string folder, string graph)
    {
        string path = Path.Combine(folder, graph);
        string place = graph[..(graph.LastIndexOf('/') + 1)];
        return
        [
            .. ExternalData.In(path).Select(location => IsFile(location) ? place + location : throw new EngineException(
                $"The graph {path} has weights in {FileText.Quote(location)}, outside of its folder; export it again.")),
        ];
    }

    // ONNX Runtime has names with an asterisk for weights that lie at an address in memory.
    private static bool IsFile(string location) =>
        ManifestRules.StaysInside(location) && !location.Contains('*', StringComparison.Ordinal);
}
