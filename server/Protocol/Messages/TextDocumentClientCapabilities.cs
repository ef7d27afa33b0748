namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client can do with documents.</summary>
/// <param name="InlineCompletion">Inline completion, if the client knows it.</param>
/// <param name="Completion">What it can do with lists of completions.</param>
internal sealed record TextDocumentClientCapabilities(
    DynamicRegistrationCapability? InlineCompletion = null, CompletionClientCapabilities? Completion = null);
