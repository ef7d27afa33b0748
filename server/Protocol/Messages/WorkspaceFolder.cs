namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A folder that the client works in.</summary>
/// <param name="Uri">Where it is.</param>
internal sealed record WorkspaceFolder(string Uri);
