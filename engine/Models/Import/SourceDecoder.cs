namespace LspCompletion.Engine.Models.Import;

/// <summary>A decoder's weights where they come from.</summary>
internal sealed record SourceDecoder
{
    public required SourceMatrix Embedding { get; init; }

    /// <summary>The learned embedding of positions; null where positions turn queries and keys.</summary>
    public SourceMatrix? Positions { get; init; }

    public required IReadOnlyList<SourceLayer> Layers { get; init; }

    public required SourceNorm FinalNorm { get; init; }

    /// <summary>The matrix before the logits; null where it is the embedding.</summary>
    public SourceMatrix? Head { get; init; }
}
