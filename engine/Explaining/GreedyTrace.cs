namespace LspCompletion.Engine.Explaining;

/// <summary>What a <see cref="GreedyLoop"/> wrote, and what each token cost.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="PromptMs">Milliseconds to compute the prompt, which brought the first token.</param>
/// <param name="Steps">The other tokens, in order.</param>
public sealed record GreedyTrace(
    string Text, IReadOnlyList<int> Tokens, double PromptMs, IReadOnlyList<GreedyStep> Steps);
