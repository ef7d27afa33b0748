namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A place at which to complete inline.</summary>
/// <param name="TextDocument">The document.</param>
/// <param name="Position">The cursor.</param>
/// <param name="Context">Why the client asks.</param>
internal sealed record InlineCompletionParams(
    TextDocumentIdentifier TextDocument,
    Position Position,
    InlineCompletionContext? Context = null);
