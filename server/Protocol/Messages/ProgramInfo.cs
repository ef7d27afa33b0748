namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A client or server by name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
internal sealed record ProgramInfo(string Name, string? Version = null);
