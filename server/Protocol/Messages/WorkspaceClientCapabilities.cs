namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client can do with its workspace.</summary>
/// <param name="Configuration">Whether it answers <c>workspace/configuration</c>.</param>
/// <param name="DidChangeConfiguration">How it tells of changed settings.</param>
internal sealed record WorkspaceClientCapabilities(
    bool? Configuration = null,
    DynamicRegistrationCapability? DidChangeConfiguration = null);
