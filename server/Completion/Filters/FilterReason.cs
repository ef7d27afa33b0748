namespace LspCompletion.Server.Completion.Filters;

/// <summary>Why a completion was shortened, or isn't shown.</summary>
internal enum FilterReason
{
    /// <summary>The model wrote nothing, or nothing but white space, empty quotes, or the sign of a comment.</summary>
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

    /// <summary>The completion closes what is closed already, or isn't open.</summary>
    ClosesTwice,

    /// <summary>The completion leaves a bracket, a quote or a tag open within a line.</summary>
    LeavesOpen,

    /// <summary>The completion leaves the block that the cursor stands in, or that it has opened itself.</summary>
    BlockEnd,

    /// <summary>The completion writes lines again that stand a little further below.</summary>
    RepeatsNextLines,

    /// <summary>The completion writes again what stands above.</summary>
    RepeatsAbove,

    /// <summary>The completion is in another language than the document.</summary>
    OtherLanguage,

    /// <summary>The completion spells a token that steers models, or the end of code in a conversation.</summary>
    ControlToken,

    /// <summary>The completion writes something that looks like a password, a key or a token.</summary>
    Secret,

    /// <summary>The completion names somebody who isn't named in the user's own text.</summary>
    InventedName,

    /// <summary>The completion changes the item that is selected in the editor's list.</summary>
    ChangesItem,
}
