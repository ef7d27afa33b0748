using System.Text.Json;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol.Messages;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Protocol;

/// <summary>What the server offers to a client, by what that client can do.</summary>
internal static class Negotiation
{
    /// <summary>Where a member begins, or a value: what clients without inline completion ask for by themselves.</summary>
    private static readonly string[] TriggerCharacters = [".", "(", "="];

    /// <summary>The client's favourite of the encodings that the server knows.</summary>
    public static PositionEncoding ChooseEncoding(ClientCapabilities client) =>
        client.General?.PositionEncodings?.FirstOrDefault(name => name is PositionEncodingKind.Utf8 or PositionEncodingKind.Utf16)
            == PositionEncodingKind.Utf8
            ? PositionEncoding.Utf8
            : PositionEncoding.Utf16;

    /// <summary>The folders that the client works in.</summary>
    public static IReadOnlyList<string> FoldersOf(InitializeParams client) =>
        client.WorkspaceFolders is { Length: > 0 } folders ? [.. folders.Select(folder => folder.Uri)]
        : client.RootUri is { } root ? [root]
        : client.RootPath is { Length: > 0 } path ? [path]
        : [];

    /// <summary>
    /// Whether a client takes texts apart at line feeds, whatever the document's line ends are: Neovim's inline completion would
    /// leave a carriage return at the end of each line. The lines that it inserts get the line ends of the file.
    /// </summary>
    public static bool SplitsAtLineFeeds(InitializeParams client) =>
        client.ClientInfo?.Name.Equals("Neovim", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>How a client is to insert an item of a list, where it can be told.</summary>
    public static InsertTextMode? ChooseInsertTextMode(ClientCapabilities client)
    {
        InsertTextMode[] known = client.TextDocument?.Completion?.CompletionItem?.InsertTextModeSupport?.ValueSet ?? [];
        return known.Contains(InsertTextMode.AsIs) ? InsertTextMode.AsIs
            : known.Contains(InsertTextMode.AdjustIndentation) ? InsertTextMode.AdjustIndentation
            : null;
    }

    /// <summary>Whether a client indents the lines of an item as the one that it is inserted into.</summary>
    public static bool AdjustsIndentation(ClientCapabilities client) =>
        (ChooseInsertTextMode(client) ?? client.TextDocument?.Completion?.InsertTextMode) == InsertTextMode.AdjustIndentation;

    /// <summary>What is offered at once.</summary>
    public static ServerCapabilities Offer(ClientCapabilities client) => new(
        ChooseEncoding(client) == PositionEncoding.Utf8 ? PositionEncodingKind.Utf8 : PositionEncodingKind.Utf16,
        new TextDocumentSyncOptions(OpenClose: true, TextDocumentSyncKind.Incremental),
        new ExecuteCommandOptions([AcceptCommand.Name]),
        new WorkspaceServerCapabilities(new WorkspaceFoldersServerCapabilities(Supported: true, ChangeNotifications: true)),
        InlineCompletionProvider: client.TextDocument?.InlineCompletion is { DynamicRegistration: not true } ? true : null,
        NotebookDocumentSync: client.NotebookDocument?.Synchronization is null ? null : new NotebookDocumentSyncOptions([new NotebookSelector("*")]),
        CompletionProvider: client.TextDocument?.InlineCompletion is null ? new CompletionOptions(TriggerCharacters) : null);

    /// <summary>What is offered once the client is ready, since it can take that.</summary>
    public static RegistrationParams Register(ClientCapabilities client)
    {
        List<Registration> registrations = [];
        if (client.TextDocument?.InlineCompletion?.DynamicRegistration == true)
        {
            // The client knows best which documents it has; null leaves that to it.
            registrations.Add(new Registration(
                "inline-completion", Methods.InlineCompletion, Json("""{ "documentSelector": null }""")));
        }

        if (client.Workspace?.DidChangeConfiguration?.DynamicRegistration == true)
        {
            registrations.Add(new Registration(
                "configuration",
                Methods.DidChangeConfiguration,
                Json($$"""{ "section": "{{SettingsTable.Section}}" }""")));
        }

        return new RegistrationParams([.. registrations]);
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
