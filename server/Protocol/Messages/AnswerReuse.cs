namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What the cache did for one answer.</summary>
/// <param name="Source">Where its text is from.</param>
/// <param name="ReusedTokens">Tokens of the prompt that were still computed; 0 if the model was not asked.</param>
/// <param name="ComputedTokens">Tokens of the prompt that had to be computed; 0 if the model was not asked.</param>
internal sealed record AnswerReuse(string Source, int ReusedTokens, int ComputedTokens);
