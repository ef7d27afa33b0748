namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What the server can do.</summary>
/// <param name="PositionEncoding">The <see cref="PositionEncodingKind"/> of all positions.</param>
/// <param name="TextDocumentSync">What it wants to hear of documents.</param>
/// <param name="ExecuteCommandProvider">The commands that it executes.</param>
/// <param name="Workspace">What it wants to hear of the workspace.</param>
/// <param name="InlineCompletionProvider">
/// Whether it gives inline completions; <see langword="null"/> if that is registered later, or the client knows none.
/// </param>
/// <param name="NotebookDocumentSync">Which notebooks it wants to hear of, from a client that knows some.</param>
/// <param name="CompletionProvider">How it gives completions to a client that knows no inline ones.</param>
internal sealed record ServerCapabilities(
    string PositionEncoding,
    TextDocumentSyncOptions TextDocumentSync,
    ExecuteCommandOptions ExecuteCommandProvider,
    WorkspaceServerCapabilities Workspace,
    bool? InlineCompletionProvider = null,
    NotebookDocumentSyncOptions? NotebookDocumentSync = null,
    CompletionOptions? CompletionProvider = null);
