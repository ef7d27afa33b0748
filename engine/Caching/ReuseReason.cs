namespace LspCompletion.Engine.Caching;

/// <summary>How a new prompt relates to the tokens that a slot holds.</summary>
public enum ReuseReason
{
    /// <summary>The slot held nothing.</summary>
    Cold,

    /// <summary>The prompt goes on from the tokens held.</summary>
    Extended,

    /// <summary>The prompt is the beginning of the tokens held, or all of them.</summary>
    Repeated,

    /// <summary>The prompt differs from the tokens held at some point.</summary>
    Diverged,

    /// <summary>
    /// The part of the prompt that the model sees as a whole differs from the one held, so that no state of that one is of
    /// use.
    /// </summary>
    SourceChanged,
}
