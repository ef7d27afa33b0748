using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models;

/// <summary>Loads what a manifest's graph is: a decoder, or an encoder and its decoder.</summary>
internal static class SequenceModels
{
    /// <summary>Loads a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="pathOf">The path of a file that the manifest names.</param>
    /// <param name="provider">Where to compute.</param>
    /// <param name="threads">Threads that compute; 0 leaves the choice to the machine's size.</param>
    /// <param name="attention">Which tokens a token of the prompt sees.</param>
    /// <exception cref="EngineException">A file is no graph, or a graph that can't be run.</exception>
    public static ISequenceModel Load(
        ModelGraph graph, Func<string, string> pathOf, ExecutionProvider provider, int threads, AttentionKind attention) =>
        graph.Encoder is { } encoder
            ? EncoderDecoderSession.Load(
                pathOf(encoder), pathOf(graph.File), graph.WithPast is { } withPast ? pathOf(withPast) : null, threads)
            : ModelSession.Load(pathOf(graph.File), provider, threads, attention);
}
