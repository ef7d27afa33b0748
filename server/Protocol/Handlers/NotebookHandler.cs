using System.Text.Json;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Keeps the notebooks as the client has them. A cell is a document like any other, and has a place among the others.</summary>
internal sealed class NotebookHandler(NotebookStore notebooks, OpenDocuments documents, ICompletionService completion)
{
    [JsonRpcMethod(Methods.DidOpenNotebook)]
    public void DidOpen(DidOpenNotebookParams parameters)
    {
        notebooks.Open(parameters.NotebookDocument.Uri, parameters.NotebookDocument.Cells.Select(Translation.FromProtocol));
        Arrange(parameters.NotebookDocument.Uri);
        foreach (TextDocumentItem cell in parameters.CellTextDocuments)
            documents.Open(cell, isNotebookCell: true);
    }

    /// <remarks>Takes the parameters as they are: of a change that can't be read, at least its notebook counts.</remarks>
    [JsonRpcMethod(Methods.DidChangeNotebook)]
    public void DidChange(JsonElement parameters)
    {
        try
        {
            DidChangeNotebookParams read = parameters.Deserialize(ProtocolJson.Default.DidChangeNotebookParams)!;
            Change(read.NotebookDocument.Uri, read.Change.Cells);
        }
        catch (JsonException)
        {
            string? notebook = OpenDocuments.TryGetUri(parameters, "notebookDocument"u8);
            if (notebook is null)
                documents.Lose(null);
            foreach (NotebookCell cell in notebook is null ? [] : notebooks.CellsOf(notebook))
                documents.Lose(cell.Uri);
        }
    }

    [JsonRpcMethod(Methods.DidCloseNotebook)]
    public void DidClose(DidCloseNotebookParams parameters)
    {
        notebooks.Close(parameters.NotebookDocument.Uri);
        foreach (TextDocumentIdentifier cell in parameters.CellTextDocuments)
            documents.Close(cell.Uri);
        Arrange(parameters.NotebookDocument.Uri);
    }

    private void Change(string notebook, NotebookCellsChange? cells)
    {
        if (cells?.Structure is { } structure)
        {
            NotebookCellArrayChange array = structure.Array;
            if (notebooks.Splice(notebook, array.Start, array.DeleteCount, (array.Cells ?? []).Select(Translation.FromProtocol)))
                Arrange(notebook);
            foreach (TextDocumentIdentifier closed in structure.DidClose ?? [])
                documents.Close(closed.Uri);
            foreach (TextDocumentItem opened in structure.DidOpen ?? [])
                documents.Open(opened, isNotebookCell: true);
        }

        foreach (NotebookCellTextChange change in cells?.TextContent ?? [])
            documents.Change(change.Document, change.Changes);
    }

    private void Arrange(string notebook) =>
        completion.Arranged(notebook, [.. notebooks.CellsOf(notebook).Where(cell => cell.IsCode).Select(cell => cell.Uri)]);
}
