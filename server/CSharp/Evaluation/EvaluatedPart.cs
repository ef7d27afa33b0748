namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>What works at an evaluation.</summary>
internal enum EvaluatedPart
{
    /// <summary>The model and the text around the cursor.</summary>
    Plain,

    /// <summary>Of context, only the names of the files beside the document.</summary>
    Siblings,

    /// <summary>Of context, only code of other documents that resembles what stands around the cursor.</summary>
    Similar,

    /// <summary>Of context, only declarations.</summary>
    Declarations,

    /// <summary>All of the context in the prompt.</summary>
    Context,

    /// <summary>Besides, names constrained to those that exist.</summary>
    Guided,

    /// <summary>Besides, suggestions checked.</summary>
    Check,
}
