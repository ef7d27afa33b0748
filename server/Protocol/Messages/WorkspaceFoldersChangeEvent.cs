namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How the folders changed that the client works in.</summary>
/// <param name="Added">Folders that it works in now.</param>
/// <param name="Removed">Folders that it works in no more.</param>
internal sealed record WorkspaceFoldersChangeEvent(WorkspaceFolder[] Added, WorkspaceFolder[] Removed);
