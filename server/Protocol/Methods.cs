namespace LspCompletion.Server.Protocol;

/// <summary>The names of the protocol's methods.</summary>
internal static class Methods
{
    public const string Initialize = "initialize";
    public const string Initialized = "initialized";
    public const string Shutdown = "shutdown";
    public const string Exit = "exit";
    public const string SetTrace = "$/setTrace";
    public const string LogTrace = "$/logTrace";
    public const string Progress = "$/progress";
    public const string Status = "$/lspCompletion/status";
    public const string Cache = "lspCompletion/cache";
    public const string DidChangeOptions = "$/lspCompletion/didChangeOptions";
    public const string Cursor = "$/lspCompletion/cursor";

    public const string DidOpen = "textDocument/didOpen";
    public const string DidChange = "textDocument/didChange";
    public const string DidClose = "textDocument/didClose";
    public const string DidOpenNotebook = "notebookDocument/didOpen";
    public const string DidChangeNotebook = "notebookDocument/didChange";
    public const string DidCloseNotebook = "notebookDocument/didClose";
    public const string InlineCompletion = "textDocument/inlineCompletion";
    public const string Completion = "textDocument/completion";
    public const string DidShowCompletion = "textDocument/didShowCompletion";
    public const string DidPartiallyAcceptCompletion = "textDocument/didPartiallyAcceptCompletion";

    public const string RegisterCapability = "client/registerCapability";
    public const string Configuration = "workspace/configuration";
    public const string DidChangeConfiguration = "workspace/didChangeConfiguration";
    public const string DidChangeWorkspaceFolders = "workspace/didChangeWorkspaceFolders";
    public const string ExecuteCommand = "workspace/executeCommand";
    public const string LogMessage = "window/logMessage";
    public const string ShowMessage = "window/showMessage";
    public const string CreateProgress = "window/workDoneProgress/create";
}
