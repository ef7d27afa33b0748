namespace LspCompletion.Engine.Models.Import;

/// <summary>A decoder in the file of weights.</summary>
internal sealed record StoredDecoder
{
    public required StoredMatrix Embedding { get; init; }

    /// <summary>The learned embedding of positions, <c>[positions, hidden]</c>; null where there is none.</summary>
    public StoredTensor? Positions { get; init; }

    /// <summary>Cosines of the rotary position embedding, <c>[positions, head / 2]</c>; null where there is none.</summary>
    public StoredTensor? Cosines { get; init; }

    /// <summary>Its sines.</summary>
    public StoredTensor? Sines { get; init; }

    public required IReadOnlyList<StoredLayer> Layers { get; init; }

    public required StoredNorm FinalNorm { get; init; }

    /// <summary>The matrix before the logits; it may be the embedding.</summary>
    public required StoredMatrix Head { get; init; }
}
