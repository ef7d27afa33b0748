namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A document at a version.</summary>
/// <param name="Uri">The document's name.</param>
/// <param name="Version">The version.</param>
internal sealed record VersionedTextDocumentIdentifier(string Uri, int? Version = null);
