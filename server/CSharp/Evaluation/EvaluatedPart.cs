namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>What works at an evaluation, each with all before it.</summary>
internal enum EvaluatedPart
{
    /// <summary>The model and the text around the cursor.</summary>
    Plain,

    /// <summary>Declarations in the prompt.</summary>
    Context,

    /// <summary>Names constrained to those that exist.</summary>
    Guided,

    /// <summary>Suggestions checked.</summary>
    Check,
}
