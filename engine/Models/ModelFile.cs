namespace LspCompletion.Engine.Models;

/// <summary>A file of a model and what it must be.</summary>
/// <param name="Path">Where it lies: relative to the model's folder, with forward slashes, never outside.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of its bytes, 64 hexadecimal digits.</param>
public sealed record ModelFile(string Path, long Size, string Sha256);
