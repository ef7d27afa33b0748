namespace LspCompletion.Server.Completion.Filters;

/// <summary>Why a completion was shortened, or isn't shown.</summary>
internal enum FilterReason
{
    /// <summary>The model wrote nothing, or nothing but white space.</summary>
    Blank,

    /// <summary>The model was less sure than the setting <c>confidenceThreshold</c> asks for.</summary>
    LowConfidence,

    /// <summary>The completion repeats itself.</summary>
    Repetition,

    /// <summary>The completion has characters that nobody sees, and that the document around the cursor doesn't have.</summary>
    InvisibleText,

    /// <summary>The cursor stands inside a line, and the completion went on below it.</summary>
    InsideLine,

    /// <summary>The completion writes again what comes right after it, in the line or below.</summary>
    RepeatsSuffix,

    /// <summary>The completion closes a bracket that the rest of the line closes already.</summary>
    ClosesTwice,

    /// <summary>The completion leaves the block that the cursor stands in, or that it has opened itself.</summary>
    BlockEnd,

    /// <summary>The completion writes lines again that stand a little further below.</summary>
    RepeatsNextLines,
}
