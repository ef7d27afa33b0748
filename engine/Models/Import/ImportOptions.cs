namespace LspCompletion.Engine.Models.Import;

/// <summary>How a model is imported.</summary>
public sealed record ImportOptions
{
    /// <summary>The model: a GGUF file, or a folder with a checkpoint or an ONNX export.</summary>
    public required string Source { get; init; }

    /// <summary>The folder that holds models; the imported one becomes a folder in it.</summary>
    public required string Library { get; init; }

    /// <summary>What to call it; null for the name that it has.</summary>
    public string? Name { get; init; }

    /// <summary>How to store the weights.</summary>
    public WeightPrecision Precision { get; init; }

    /// <summary>
    /// Whether to compute in 32-bit arithmetic throughout, instead of rounding to 8 bits what is multiplied by quantised
    /// weights: several times slower, for comparisons.
    /// </summary>
    public bool IsExact { get; init; }
}
