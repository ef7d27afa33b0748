namespace LspCompletion.Engine.Models;

/// <summary>The figures of a transformer: of its decoder, where it has an encoder too.</summary>
public sealed record ModelArchitecture
{
    /// <summary>The family's name as Hugging Face's <c>model_type</c> spells it, such as <c>qwen2</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Decoder layers, each with keys and values of its own.</summary>
    public required int Layers { get; init; }

    /// <summary>Encoder layers; null where there is no encoder.</summary>
    public int? EncoderLayers { get; init; }

    /// <summary>Numbers that stand for one token between two layers.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Query heads of a layer.</summary>
    public required int Heads { get; init; }

    /// <summary>Key/value heads of a layer; each serves the same number of query heads.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Numbers of one head for one token.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Numbers between the two matrices of a feed-forward block.</summary>
    public required int FeedForwardSize { get; init; }

    /// <summary>Rows of the embedding: the logits of one position.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The base of the rotary position embedding; null where there is none or it isn't said.</summary>
    public double? RotaryBase { get; init; }

    /// <summary>How the weights are stored, in words for a person; null where nothing is known.</summary>
    public string? Quantisation { get; init; }
}
