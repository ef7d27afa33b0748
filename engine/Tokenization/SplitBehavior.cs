namespace LspCompletion.Engine.Tokenization;

/// <summary>What becomes of the matches of a pattern that splits text: "behavior" in tokenizer.json.</summary>
internal enum SplitBehavior
{
    /// <summary>Each match is a piece of its own.</summary>
    Isolated,

    /// <summary>The matches are dropped.</summary>
    Removed,

    /// <summary>Each match ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>Each match begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Matches that touch are one piece.</summary>
    Contiguous,
}
