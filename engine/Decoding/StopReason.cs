namespace LspCompletion.Engine.Decoding;

/// <summary>Why a completion ends where it ends.</summary>
public enum StopReason
{
    /// <summary>The model said so, by one of its stop tokens.</summary>
    EndOfText,

    /// <summary>One of the caller's stop strings came.</summary>
    StopString,

    /// <summary>What comes next is what already stands after the cursor.</summary>
    Suffix,

    /// <summary>The line limit is reached.</summary>
    LineLimit,

    /// <summary>The token limit is reached.</summary>
    TokenLimit,

    /// <summary>
    /// The time limit is reached; what there was by then is returned. The text is cut: the model hadn't said its last word,
    /// even where there is none. Nothing else that a limit ends is told by another reason.
    /// </summary>
    TimeLimit,

    /// <summary>The slot holds no more tokens.</summary>
    ContextFull,

    /// <summary>The prompt is empty: the model is shown no text after the cursor, and there is none before it.</summary>
    EmptyPrompt,
}
