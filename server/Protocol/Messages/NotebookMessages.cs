namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The client opened a notebook.</summary>
/// <param name="NotebookDocument">The notebook.</param>
/// <param name="CellTextDocuments">What its cells hold.</param>
internal sealed record DidOpenNotebookParams(NotebookDocument NotebookDocument, TextDocumentItem[] CellTextDocuments);

/// <summary>The client changed a notebook.</summary>
/// <param name="NotebookDocument">The notebook.</param>
/// <param name="Change">What is another now.</param>
internal sealed record DidChangeNotebookParams(NotebookDocumentIdentifier NotebookDocument, NotebookChange Change);

/// <summary>The client closed a notebook.</summary>
/// <param name="NotebookDocument">The notebook.</param>
/// <param name="CellTextDocuments">What its cells held.</param>
internal sealed record DidCloseNotebookParams(NotebookDocumentIdentifier NotebookDocument, TextDocumentIdentifier[] CellTextDocuments);

/// <summary>A notebook, by its name.</summary>
/// <param name="Uri">The name.</param>
internal sealed record NotebookDocumentIdentifier(string Uri);

/// <summary>A notebook.</summary>
/// <param name="Uri">Its name.</param>
/// <param name="Cells">Its cells, from top to bottom.</param>
internal sealed record NotebookDocument(string Uri, NotebookDocumentCell[] Cells);

/// <summary>A cell of a notebook.</summary>
/// <param name="Kind">What it holds: 1 a text for people, 2 code.</param>
/// <param name="Document">The name of the document that it holds.</param>
internal sealed record NotebookDocumentCell(int Kind, string Document);

/// <summary>What of a notebook is another.</summary>
/// <param name="Cells">What of its cells.</param>
internal sealed record NotebookChange(NotebookCellsChange? Cells = null);

/// <summary>What of a notebook's cells is another.</summary>
/// <param name="Structure">Which there are.</param>
/// <param name="TextContent">What some of them hold.</param>
internal sealed record NotebookCellsChange(NotebookCellsStructure? Structure = null, NotebookCellTextChange[]? TextContent = null);

/// <summary>Which cells there are.</summary>
/// <param name="Array">Which take the place of which.</param>
/// <param name="DidOpen">What new ones hold.</param>
/// <param name="DidClose">What those held that are gone.</param>
internal sealed record NotebookCellsStructure(
    NotebookCellArrayChange Array, TextDocumentItem[]? DidOpen = null, TextDocumentIdentifier[]? DidClose = null);

/// <summary>Which cells take the place of which.</summary>
/// <param name="Start">The first that goes, from 0.</param>
/// <param name="DeleteCount">How many go.</param>
/// <param name="Cells">What comes there.</param>
internal sealed record NotebookCellArrayChange(int Start, int DeleteCount, NotebookDocumentCell[]? Cells = null);

/// <summary>What a cell holds is another.</summary>
/// <param name="Document">The document, and its version afterwards.</param>
/// <param name="Changes">The changes, to be made one after the other.</param>
internal sealed record NotebookCellTextChange(VersionedTextDocumentIdentifier Document, TextDocumentContentChangeEvent[] Changes);

/// <summary>Which notebooks the server wants to hear of; that they are saved, it need not.</summary>
/// <param name="NotebookSelector">Those that one of these fits.</param>
internal sealed record NotebookDocumentSyncOptions(NotebookSelector[] NotebookSelector);

/// <summary>Fits notebooks, with all their cells.</summary>
/// <param name="Notebook">Their kind; * for any.</param>
internal sealed record NotebookSelector(string Notebook);

/// <summary>What a client can do with notebooks.</summary>
/// <param name="Synchronization">Whether it tells of them.</param>
internal sealed record NotebookDocumentClientCapabilities(DynamicRegistrationCapability? Synchronization = null);
