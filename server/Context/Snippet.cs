namespace LspCompletion.Server.Context;

/// <summary>Lines of a document that resemble others.</summary>
/// <param name="Uri">The document.</param>
/// <param name="StartLine">The first line, from 0.</param>
/// <param name="Text">The lines, without the line break behind the last one.</param>
/// <param name="Similarity">How alike they are, 0 to 1: <see cref="Words.Similarity"/>.</param>
internal sealed record Snippet(string Uri, int StartLine, string Text, double Similarity);
