namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Where the cursor came to rest without an edit; not of the protocol.</summary>
internal sealed record CursorParams(TextDocumentIdentifier TextDocument, Position Position);
