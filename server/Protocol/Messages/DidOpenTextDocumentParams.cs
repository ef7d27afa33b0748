namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The client opened a document.</summary>
/// <param name="TextDocument">The document.</param>
internal sealed record DidOpenTextDocumentParams(TextDocumentItem TextDocument);
