namespace LspCompletion.Server.Evaluation;

/// <summary>What a suggestion is worth to who types there.</summary>
internal enum PlaceOutcome
{
    /// <summary>It is what stood there, white space around it left out.</summary>
    Right,

    /// <summary>It begins with what stood there, for most of the longer one of the two.</summary>
    Near,

    /// <summary>There is none.</summary>
    Harmless,

    /// <summary>It is something else.</summary>
    Wrong,
}
