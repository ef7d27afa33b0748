using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models;

/// <summary>One ONNX graph of a model. Several may share a file of weights, which is listed like any other.</summary>
public sealed record ModelGraph
{
    /// <summary>What the graph was made for.</summary>
    public required ExecutionProvider ExecutionProvider { get; init; }

    /// <summary>The graph's file, relative to the model's folder.</summary>
    public required string File { get; init; }

    /// <summary>How the graph handles keys and values; null where its inputs and outputs must tell.</summary>
    public GraphForm? Form { get; init; }
}
