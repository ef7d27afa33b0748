namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client can do with documents.</summary>
/// <param name="InlineCompletion">Inline completion, if the client knows it.</param>
internal sealed record TextDocumentClientCapabilities(DynamicRegistrationCapability? InlineCompletion = null);
