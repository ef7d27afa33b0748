namespace LspCompletion.Server.Context;

/// <summary>What a part of the context is.</summary>
internal enum ContextKind
{
    /// <summary>The names of the files beside the document.</summary>
    Siblings,

    /// <summary>What the user changed elsewhere, a moment ago.</summary>
    Edit,

    /// <summary>Code of another document that resembles what stands around the cursor.</summary>
    Similar,

    /// <summary>Other cells of the same notebook.</summary>
    Cells,

    /// <summary>Declarations of what is used around the cursor.</summary>
    Declarations,
}
