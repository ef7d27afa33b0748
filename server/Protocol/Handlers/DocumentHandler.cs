using System.Text.Json;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Keeps the documents as the client has them.</summary>
internal sealed class DocumentHandler(OpenDocuments documents)
{
    [JsonRpcMethod(Methods.DidOpen)]
    public void DidOpen(DidOpenTextDocumentParams parameters) => documents.Open(parameters.TextDocument);

    /// <remarks>Takes the parameters as they are: of a change that can't be read, at least its document counts.</remarks>
    [JsonRpcMethod(Methods.DidChange)]
    public void DidChange(JsonElement parameters)
    {
        try
        {
            (VersionedTextDocumentIdentifier document, TextDocumentContentChangeEvent[] changes) =
                parameters.Deserialize(ProtocolJson.Default.DidChangeTextDocumentParams)!;
            documents.Change(document, changes);
        }
        catch (JsonException)
        {
            documents.Lose(OpenDocuments.TryGetUri(parameters, "textDocument"u8));
        }
    }

    [JsonRpcMethod(Methods.Cursor)]
    public void Cursor(CursorParams parameters) => documents.MoveCursor(parameters.TextDocument.Uri, parameters.Position);

    [JsonRpcMethod(Methods.DidClose)]
    public void DidClose(DidCloseTextDocumentParams parameters) => documents.Close(parameters.TextDocument.Uri);
}
