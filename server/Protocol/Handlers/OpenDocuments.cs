using System.Text.Json;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol.Messages;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Makes the documents what the client says, whether they stand alone or in a notebook, and tells the service.</summary>
internal sealed class OpenDocuments(DocumentStore documents, ICompletionService completion, Client client)
{
    /// <summary>A document was opened.</summary>
    /// <param name="opened">The document.</param>
    /// <param name="isNotebookCell">Whether it is what a cell of a notebook holds.</param>
    public void Open(TextDocumentItem opened, bool isNotebookCell = false)
    {
        DocumentSnapshot document = Translation.FromProtocol(opened) with { IsNotebookCell = isNotebookCell };
        Report(new DocumentChange(documents.Open(document), null, 0, null));
        Report(new DocumentChange(null, document, 0, null));
    }

    /// <summary>A document was changed.</summary>
    public void Change(VersionedTextDocumentIdentifier document, IEnumerable<TextDocumentContentChangeEvent> changes) =>
        Report(documents.Change(document.Uri, document.Version, [.. changes.Select(Translation.FromProtocol)]));

    /// <summary>A document was changed, in a way that can't be read: nothing is served from it until its whole text comes.</summary>
    /// <param name="uri">The document; <see langword="null"/> if not even that can be read.</param>
    public void Lose(string? uri) => Report(uri is not null
        ? documents.Change(uri, version: null, changes: null)
        : new DocumentChange(null, null, 0, "a change that could not be read, to an unknown document, is left out"));

    /// <summary>The cursor rests in a document.</summary>
    public void MoveCursor(string uri, Position position)
    {
        if (documents.TryGet(uri, out DocumentSnapshot? document))
            completion.CursorMoved(document, Translation.FromProtocol(document, documents.Encoding, position));
        else
            client.LogWarning($"{Methods.Cursor}: a cursor in a document that is not open is left out");
    }

    /// <summary>A document was closed.</summary>
    public void Close(string uri) => Report(new DocumentChange(documents.Close(uri), null, 0, null));

    /// <summary>The address of what a message is about, from whatever it has.</summary>
    /// <param name="parameters">The message's parameters.</param>
    /// <param name="name">The member that has the address.</param>
    public static string? TryGetUri(JsonElement parameters, ReadOnlySpan<byte> name) =>
        parameters.ValueKind == JsonValueKind.Object
            && parameters.TryGetProperty(name, out JsonElement document)
            && document.ValueKind == JsonValueKind.Object
            && document.TryGetProperty("uri"u8, out JsonElement uri)
            && uri.ValueKind == JsonValueKind.String
            ? uri.GetString()
            : null;

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
}
