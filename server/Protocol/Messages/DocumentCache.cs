namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What is cached of a document.</summary>
/// <param name="Uri">The document.</param>
/// <param name="Tokens">Tokens that are cached.</param>
/// <param name="Capacity">The most that can be.</param>
/// <param name="Bytes">The memory that they take.</param>
/// <param name="Recent">What the cache did for the last answers, the oldest first.</param>
/// <param name="LastMiss">Why most of a prompt had to be computed the last time that it had to.</param>
internal sealed record DocumentCache(
    string Uri, int Tokens, int Capacity, long Bytes, AnswerReuse[] Recent, string? LastMiss = null);
