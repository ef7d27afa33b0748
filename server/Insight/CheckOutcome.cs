namespace LspCompletion.Server.Insight;

/// <summary>What a compiler's check of a suggestion came to.</summary>
internal enum CheckOutcome
{
    /// <summary>There is no check for this language, or it is turned off, or the project isn't known yet.</summary>
    Unchecked,

    /// <summary>The suggestion brings no error with it.</summary>
    Bound,

    /// <summary>A part of it brings no error with it.</summary>
    Cut,

    /// <summary>Every part of it brings an error with it.</summary>
    Dropped,

    /// <summary>The check wasn't done in time.</summary>
    Late,
}
