using LspCompletion.Server.Completion;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Hears that the client works in other folders.</summary>
internal sealed class WorkspaceHandler(ICompletionService completion)
{
    [JsonRpcMethod(Methods.DidChangeWorkspaceFolders)]
    public void DidChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams parameters) => completion.FoldersChanged(
        [.. parameters.Event.Added.Select(folder => folder.Uri)], [.. parameters.Event.Removed.Select(folder => folder.Uri)]);
}
