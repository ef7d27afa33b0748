namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A place at which to complete, for a client that knows no inline completion.</summary>
/// <param name="TextDocument">The document.</param>
/// <param name="Position">The cursor.</param>
/// <param name="Context">Why the client asks.</param>
internal sealed record CompletionParams(
    TextDocumentIdentifier TextDocument,
    Position Position,
    CompletionContext? Context = null);
