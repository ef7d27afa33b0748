namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How to read the text of a completion.</summary>
internal enum InsertTextFormat
{
    /// <summary>As it is.</summary>
    PlainText = 1,

    /// <summary>As a template with places to fill in.</summary>
    Snippet = 2,
}
