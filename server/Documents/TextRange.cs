namespace LspCompletion.Server.Documents;

/// <summary>A stretch of a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct TextRange(TextPosition Start, TextPosition End);
