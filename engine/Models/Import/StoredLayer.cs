namespace LspCompletion.Engine.Models.Import;

/// <summary>One layer in the file of weights.</summary>
internal sealed record StoredLayer
{
    public required StoredNorm AttentionNorm { get; init; }

    /// <summary>
    /// Queries, keys and values as one map; null where they are stored in different ways and can't be one.
    /// </summary>
    public StoredLinear? Packed { get; init; }

    public required StoredLinear Query { get; init; }

    public required StoredLinear Key { get; init; }

    public required StoredLinear Value { get; init; }

    public required StoredLinear Output { get; init; }

    public required StoredNorm FeedForwardNorm { get; init; }

    /// <summary>What the activation is applied to, where it gates <see cref="Up"/>; else null.</summary>
    public StoredLinear? Gate { get; init; }

    public required StoredLinear Up { get; init; }

    public required StoredLinear Down { get; init; }
}
