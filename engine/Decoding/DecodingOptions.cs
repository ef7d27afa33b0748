namespace LspCompletion.Engine.Decoding;

/// <summary>How tokens are chosen from the model's logits, and when to stop.</summary>
public sealed record DecodingOptions
{
    /// <summary>The most tokens to generate.</summary>
    public int MaxTokens { get; init; } = 96;

    /// <summary>The most lines of text, the one that the cursor stands in counted. 0: no limit.</summary>
    public int MaxLines { get; init; } = 1;

    /// <summary>
    /// The time after which what there is by then is returned, counted from when the model begins with the request.
    /// <see langword="null"/>: no limit. It is looked at between steps, so that none is lost, and each request has one that
    /// brings something new: where drafts are taken, what is asked for again and again comes to its end however short the
    /// limit is.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>0 takes the likeliest token always (greedy); 1 draws from the model's own distribution.</summary>
    public float Temperature { get; init; }

    /// <summary>Draw from the likeliest tokens only, this many. 0: from all. Without effect when greedy.</summary>
    public int TopK { get; init; }

    /// <summary>
    /// Draw from the smallest set of likeliest tokens whose probabilities add up to this (nucleus sampling,
    /// https://arxiv.org/abs/1904.09751). 1: from all. Without effect when greedy.
    /// </summary>
    public float TopP { get; init; } = 1;

    /// <summary>Where the random numbers of sampling start; the same seed draws the same tokens.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Which text is wanted besides the likeliest one: at the first token for which there are others that are likely enough,
    /// the next best one is taken, or the one behind that, and so on; then the likeliest always. 0: none of them. Where there
    /// is no such token, the text is the likeliest one. Without effect when tokens are drawn.
    /// </summary>
    public int Alternative { get; init; }

    /// <summary>Texts that end the completion; they are not part of it.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>
    /// The most tokens that are drafted from the prompt and verified in one step, where that pays. 0: no drafts, not even of
    /// what was written before. The text is the same whatever this is.
    /// </summary>
    public int MaxDraftTokens { get; init; } = DraftPolicy.MaxTokens;

    /// <summary>
    /// Whether what followed the last tokens elsewhere in the document has a say in which token comes next, and gives drafts.
    /// </summary>
    public bool UsesMemory { get; init; }

    /// <summary>Whether the other files of the project do, too. Without effect where <see cref="UsesMemory"/> isn't set.</summary>
    public bool UsesProject { get; init; }

    /// <summary>
    /// Whether a token that the cursor stands inside of is dropped from the prompt and written anew
    /// (token healing).
    /// </summary>
    public bool HealTokens { get; init; } = true;
}
