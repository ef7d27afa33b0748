using System.Text.Json;

namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What a client says of itself when it connects. Everything may be missing.</summary>
/// <param name="ProcessId">The process whose end is the server's, too.</param>
/// <param name="ClientInfo">The client's name.</param>
/// <param name="RootUri">The folder that it works in, from a client that knows no <paramref name="WorkspaceFolders"/>.</param>
/// <param name="RootPath">The same as a path, from a client that knows no <paramref name="RootUri"/> either.</param>
/// <param name="WorkspaceFolders">The folders that it works in.</param>
/// <param name="Capabilities">What the client can do.</param>
/// <param name="InitializationOptions">The user's own settings.</param>
/// <param name="Trace">A <see cref="TraceValue"/>.</param>
internal sealed record InitializeParams(
    int? ProcessId = null,
    ProgramInfo? ClientInfo = null,
    string? RootUri = null,
    string? RootPath = null,
    WorkspaceFolder[]? WorkspaceFolders = null,
    ClientCapabilities? Capabilities = null,
    JsonElement? InitializationOptions = null,
    string? Trace = null);
