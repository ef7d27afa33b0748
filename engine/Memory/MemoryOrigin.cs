namespace LspCompletion.Engine.Memory;

/// <summary>Where something stands that was remembered.</summary>
/// <param name="Path">The file; <see langword="null"/> if it is the document itself.</param>
/// <param name="TokensBefore">
/// The tokens of the file before it; of the document, with a <see cref="DocumentMemory.Separator"/> in place of the line that is written.
/// </param>
/// <param name="Length">How many tokens before it were the same.</param>
internal sealed record MemoryOrigin(string? Path, int[] TokensBefore, int Length);
