namespace LspCompletion.Server.Completion;

/// <summary>What is cached of a document, and how far that served.</summary>
/// <param name="Uri">The document.</param>
/// <param name="Tokens">Tokens that its slot holds; 0 if it has none.</param>
/// <param name="Capacity">The most that it can hold.</param>
/// <param name="Bytes">The memory that its keys and values take.</param>
/// <param name="Recent">What the cache did for the last answers, the oldest first.</param>
/// <param name="LastMiss">Why most of a prompt had to be computed the last time that it had to.</param>
internal sealed record CachedDocument(
    string Uri, int Tokens, int Capacity, long Bytes, IReadOnlyList<CachedAnswer> Recent, string? LastMiss);
