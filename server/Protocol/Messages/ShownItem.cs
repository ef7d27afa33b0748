namespace LspCompletion.Server.Protocol.Messages;

/// <summary>An inline completion as the client sends it back: as much of it as names it.</summary>
/// <param name="Command">Its command.</param>
internal sealed record ShownItem(Command Command);
