namespace LspCompletion.Server.Commands.Explain;

/// <summary>What a token costs about one length.</summary>
/// <param name="WithCache">With the cache.</param>
/// <param name="WithoutCache">Without.</param>
internal sealed record CacheExplanationRow(TokenCost WithCache, TokenCost WithoutCache);
