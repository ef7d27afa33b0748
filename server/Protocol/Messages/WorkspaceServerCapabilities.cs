namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What the server wants to hear of the workspace.</summary>
/// <param name="WorkspaceFolders">What it wants to hear of its folders.</param>
internal sealed record WorkspaceServerCapabilities(WorkspaceFoldersServerCapabilities WorkspaceFolders);
