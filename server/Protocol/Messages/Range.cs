namespace LspCompletion.Server.Protocol.Messages;

/// <summary>A stretch of a document.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal sealed record Range(Position Start, Position End);
