using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models;

/// <summary>One ONNX graph of a model. Several may share a file of weights, which is listed like any other.</summary>
public sealed record ModelGraph
{
    /// <summary>What the graph was made for.</summary>
    public required ExecutionProvider ExecutionProvider { get; init; }

    /// <summary>The graph's file, relative to the model's folder; the decoder's, where there is an encoder.</summary>
    public required string File { get; init; }

    /// <summary>The encoder's file; null on a model that has none.</summary>
    public string? Encoder { get; init; }

    /// <summary>
    /// The file of the decoder with past; null where there is no encoder, or where <see cref="File"/> is a merged decoder.
    /// </summary>
    public string? WithPast { get; init; }

    /// <summary>All files of graphs.</summary>
    internal IEnumerable<string> AllFiles => ((string?[])[File, Encoder, WithPast]).OfType<string>();

    /// <summary>How the graph handles keys and values; null where its inputs and outputs must tell.</summary>
    public GraphForm? Form { get; init; }
}
