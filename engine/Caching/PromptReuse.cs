namespace LspCompletion.Engine.Caching;

/// <summary>What became of a slot's tokens when a prompt was loaded into it.</summary>
/// <param name="Reason">How the prompt and the tokens held relate.</param>
/// <param name="Reused">Tokens of the prompt that were held already.</param>
/// <param name="Trimmed">Tokens held that the prompt has no use for.</param>
/// <param name="Computed">Tokens of the prompt that were computed.</param>
/// <param name="Remaining">Tokens of the prompt that were still to be computed when the run's time was over.</param>
public readonly record struct PromptReuse(ReuseReason Reason, int Reused, int Trimmed, int Computed, int Remaining = 0)
{
    /// <summary>Why no more was reused, in words.</summary>
    public override string ToString() => Reason switch
    {
        ReuseReason.Cold => "the slot was empty",
        ReuseReason.Extended => "the prompt goes on from what the slot held",
        ReuseReason.Repeated => "the slot held the prompt already",
        ReuseReason.Diverged => $"the prompt differs from what the slot held after {Reused} tokens",
        ReuseReason.SourceChanged =>
            "reuse was refused: the prompt changed, and on this model every state of a prompt has seen all of it",
        _ => throw new InvalidOperationException($"The reason {Reason} has no words."),
    };
}
