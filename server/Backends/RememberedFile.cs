namespace LspCompletion.Server.Backends;

/// <summary>A source file of a folder, for the memory of what writes.</summary>
/// <param name="Path">Its path in the folder, with forward slashes.</param>
/// <param name="Text">Its text, without secrets; <see langword="null"/> if it has gone, or must not be known any more.</param>
internal sealed record RememberedFile(string Path, string? Text);
