namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client can do, as far as it matters here.</summary>
/// <param name="General">What concerns every request.</param>
/// <param name="TextDocument">What concerns documents.</param>
/// <param name="Workspace">What concerns the workspace.</param>
/// <param name="Window">What concerns the user interface.</param>
/// <param name="NotebookDocument">What concerns notebooks.</param>
internal sealed record ClientCapabilities(
    GeneralClientCapabilities? General = null,
    TextDocumentClientCapabilities? TextDocument = null,
    WorkspaceClientCapabilities? Workspace = null,
    WindowClientCapabilities? Window = null,
    NotebookDocumentClientCapabilities? NotebookDocument = null);
