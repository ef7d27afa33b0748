namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The client changed a document.</summary>
/// <param name="TextDocument">The document, and its version afterwards.</param>
/// <param name="ContentChanges">The changes, to be made one after the other.</param>
internal sealed record DidChangeTextDocumentParams(
    VersionedTextDocumentIdentifier TextDocument,
    TextDocumentContentChangeEvent[] ContentChanges);
