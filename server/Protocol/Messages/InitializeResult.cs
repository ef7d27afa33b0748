namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What the server says of itself.</summary>
/// <param name="Capabilities">What it can do.</param>
/// <param name="ServerInfo">Its name and version.</param>
internal sealed record InitializeResult(ServerCapabilities Capabilities, ProgramInfo ServerInfo);
