namespace LspCompletion.Server.Commands.Replay;

/// <summary>What a server answered to a key.</summary>
/// <param name="Suggestion">The text that it suggests; empty if none.</param>
/// <param name="AnsweredMs">Milliseconds from the key to the answer, as the editor sees them.</param>
/// <param name="Source">Where the text is from, as the server says.</param>
/// <param name="OwnMs">Milliseconds that the server says it took itself, model and compiler not counted.</param>
/// <param name="ComputedTokens">Tokens of the prompt that were computed for the answer.</param>
internal sealed record ReplayAnswer(
    string Suggestion, double AnsweredMs, string Source, double OwnMs, int ComputedTokens);
