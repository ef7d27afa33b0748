namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The client works in other folders.</summary>
/// <param name="Event">Which.</param>
internal sealed record DidChangeWorkspaceFoldersParams(WorkspaceFoldersChangeEvent Event);
