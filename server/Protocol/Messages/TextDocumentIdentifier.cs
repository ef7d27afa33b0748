namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A document.</summary>
/// <param name="Uri">Its name.</param>
internal sealed record TextDocumentIdentifier(string Uri);
