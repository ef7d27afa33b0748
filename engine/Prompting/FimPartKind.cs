namespace LspCompletion.Engine.Prompting;

/// <summary>What a part of a template is replaced by when a prompt is built.</summary>
internal enum FimPartKind
{
    /// <summary>A special token of the vocabulary, spliced by its id.</summary>
    Token,

    /// <summary>A special token that is left out where the vocabulary lacks it.</summary>
    OptionalToken,

    /// <summary>The part's own text, encoded as plain text.</summary>
    Text,

    /// <summary>The path of the document, or of the context file in its template.</summary>
    Path,

    /// <summary>All context files, each by the template of one.</summary>
    Context,

    /// <summary>The text of the context file; in its template only.</summary>
    FileText,

    /// <summary>The text before the anchor.</summary>
    Prefix,

    /// <summary>The text after the anchor.</summary>
    Suffix,

    /// <summary>
    /// Nothing by itself: what stands before it is given to the model as a whole, to an encoder for instance, and what
    /// stands behind it begins the text that the model writes.
    /// </summary>
    Answer,

    /// <summary>What was typed since the anchor: the accepted start of what the model writes.</summary>
    Middle,
}
