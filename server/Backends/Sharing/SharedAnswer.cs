using LspCompletion.Engine;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>What came of a request.</summary>
/// <param name="Result">The completion.</param>
/// <param name="Cache">What is kept of this server's documents now.</param>
internal sealed record SharedAnswer(CompletionResult Result, CacheUsage Cache);
