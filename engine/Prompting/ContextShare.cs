namespace LspCompletion.Engine.Prompting;

/// <summary>What a part of the context takes of a prompt.</summary>
/// <param name="Path">The path of the <see cref="ContextFile"/>.</param>
/// <param name="Tokens">Its tokens, with its path and the tokens around it; 0 if there was no room.</param>
public sealed record ContextShare(string Path, int Tokens);
