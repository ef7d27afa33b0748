namespace LspCompletion.Engine.Models.Import;

/// <summary>One layer's weights.</summary>
internal sealed record SourceLayer
{
    public required SourceNorm AttentionNorm { get; init; }

    public required SourceLinear Query { get; init; }

    public required SourceLinear Key { get; init; }

    public required SourceLinear Value { get; init; }

    public required SourceLinear Output { get; init; }

    public required SourceNorm FeedForwardNorm { get; init; }

    /// <summary>What the activation is applied to, where it gates <see cref="Up"/>; else null.</summary>
    public SourceLinear? Gate { get; init; }

    public required SourceLinear Up { get; init; }

    public required SourceLinear Down { get; init; }
}
