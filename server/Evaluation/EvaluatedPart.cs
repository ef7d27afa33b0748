namespace LspCompletion.Server.Evaluation;

/// <summary>What works at an evaluation.</summary>
internal enum EvaluatedPart
{
    /// <summary>The model and the text around the cursor.</summary>
    Plain,

    /// <summary>Besides, declarations and code of other files in the prompt.</summary>
    Context,

    /// <summary>Besides, names constrained to those that exist.</summary>
    Guided,

    /// <summary>Besides, suggestions checked.</summary>
    Check,

    /// <summary>Besides, others written where a suggestion brings errors, and the first that brings none taken.</summary>
    Ranked,
}
