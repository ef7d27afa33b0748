namespace LspCompletion.Engine.Remote;

/// <summary>What an engine says that a completion cost.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CachedTokens">Those of them that it had kept; <see langword="null"/> if it doesn't tell.</param>
/// <param name="GeneratedTokens">Tokens written.</param>
/// <param name="PromptMs">Milliseconds for the prompt; <see langword="null"/> if it doesn't tell.</param>
internal sealed record RemoteUsage(int PromptTokens, int? CachedTokens, int GeneratedTokens, double? PromptMs);
