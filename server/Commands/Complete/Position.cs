namespace LspCompletion.Server.Commands.Complete;

/// <summary>A position as in the Language Server Protocol.</summary>
/// <param name="Line">The line, counted from 0.</param>
/// <param name="Character">The offset into the line in UTF-16 code units, counted from 0.</param>
internal readonly record struct Position(int Line, int Character);
