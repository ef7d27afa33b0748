namespace LspCompletion.Engine.Models.Import;

/// <summary>What a decoder computes, whatever family it is of: all that differs between those that can be imported.</summary>
internal sealed record DecoderDescription
{
    /// <summary>The figures.</summary>
    public required ModelArchitecture Architecture { get; init; }

    /// <summary>The most positions that the model was made for.</summary>
    public required int ContextLength { get; init; }

    /// <summary>
    /// How many positions attention looks back over, where it slides and that is less than all; null otherwise. Up to that
    /// length it is the same as any other.
    /// </summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Whether norms subtract the mean and add a bias (LayerNorm) instead of only dividing (RMSNorm).</summary>
    public bool HasLayerNorm { get; init; }

    /// <summary>What norms add to the variance.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>The function inside the feed-forward blocks.</summary>
    public required Activation Activation { get; init; }

    /// <summary>
    /// The angles by which one position turns the pairs of a head, half of <see cref="ModelArchitecture.HeadSize"/>;
    /// null where positions have a learned embedding instead.
    /// </summary>
    public double[]? RotaryFrequencies { get; init; }

    /// <summary>What the embedding is multiplied by.</summary>
    public float EmbeddingScale { get; init; } = 1;

    /// <summary>What is multiplied into each block's output before it is added.</summary>
    public float ResidualScale { get; init; } = 1;

    /// <summary>What the products of queries and keys are multiplied by.</summary>
    public required float AttentionScale { get; init; }

    /// <summary>What the logits are multiplied by.</summary>
    public float LogitScale { get; init; } = 1;
}
