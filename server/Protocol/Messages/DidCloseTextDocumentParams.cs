namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The client closed a document.</summary>
/// <param name="TextDocument">The document.</param>
internal sealed record DidCloseTextDocumentParams(TextDocumentIdentifier TextDocument);
