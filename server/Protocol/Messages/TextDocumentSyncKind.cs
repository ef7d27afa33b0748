namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How a client tells what changed.</summary>
internal enum TextDocumentSyncKind
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>By the whole text.</summary>
    Full = 1,

    /// <summary>By the parts that changed.</summary>
    Incremental = 2,
}
