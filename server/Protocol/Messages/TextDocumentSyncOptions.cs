namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What the server wants to hear of documents.</summary>
/// <param name="OpenClose">That they are opened and closed.</param>
/// <param name="Change">How they change.</param>
internal sealed record TextDocumentSyncOptions(bool OpenClose, TextDocumentSyncKind Change);
