using System.Text.Json;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Keeps the documents as the client has them.</summary>
internal sealed class DocumentHandler(DocumentStore documents, ICompletionService completion, Client client)
{
    [JsonRpcMethod(Methods.DidOpen)]
    public void DidOpen(DidOpenTextDocumentParams parameters)
    {
        DocumentSnapshot document = Translation.FromProtocol(parameters.TextDocument);
        Report(new DocumentChange(documents.Open(document), null, 0, null));
        Report(new DocumentChange(null, document, 0, null));
    }

    /// <remarks>Takes the parameters as they are: of a change that can't be read, at least its document counts.</remarks>
    [JsonRpcMethod(Methods.DidChange)]
    public void DidChange(JsonElement parameters)
    {
        try
        {
            (VersionedTextDocumentIdentifier document, TextDocumentContentChangeEvent[] changes) =
                parameters.Deserialize(ProtocolJson.Default.DidChangeTextDocumentParams)!;
            Report(documents.Change(document.Uri, document.Version, [.. changes.Select(Translation.FromProtocol)]));
        }
        catch (JsonException)
        {
            Report(TryGetUri(parameters) is { } uri
                ? documents.Change(uri, version: null, changes: null)
                : new DocumentChange(null, null, 0, "a change that could not be read, to an unknown document, is left out"));
        }
    }

    [JsonRpcMethod(Methods.DidClose)]
    public void DidClose(DidCloseTextDocumentParams parameters) =>
        Report(new DocumentChange(documents.Close(parameters.TextDocument.Uri), null, 0, null));

    private void Report(DocumentChange change)
    {
        switch (change)
        {
            case { Before: { } before, After: { } after }:
                completion.Changed(before, after, change.Start);
                break;
            case { Before: { } before }:
                completion.Closed(before);
                break;
            case { After: { } after }:
                completion.Opened(after);
                break;
        }

        if (change.Problem is not null)
            client.LogWarning($"{Methods.DidChange}: {change.Problem}");
    }

    private static string? TryGetUri(JsonElement parameters) =>
        parameters.ValueKind == JsonValueKind.Object
            && parameters.TryGetProperty("textDocument"u8, out JsonElement document)
            && document.ValueKind == JsonValueKind.Object
            && document.TryGetProperty("uri"u8, out JsonElement uri)
            && uri.ValueKind == JsonValueKind.String
            ? uri.GetString()
            : null;
}
