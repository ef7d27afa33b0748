namespace LspCompletion.Server.Commands.Complete;

/// <summary>A range as in the Language Server Protocol.</summary>
/// <param name="Start">The first position in it.</param>
/// <param name="End">The position behind it.</param>
internal readonly record struct PositionRange(Position Start, Position End);
