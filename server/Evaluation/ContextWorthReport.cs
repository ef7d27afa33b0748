namespace LspCompletion.Server.Evaluation;

/// <summary>What context is worth in a folder.</summary>
/// <param name="Folder">What was evaluated.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Seed">What chose the places.</param>
/// <param name="BitsPerToken">How surprising a token of what stood there is to the model without context, in bits.</param>
/// <param name="Kinds">Each kind alone, and all together.</param>
internal sealed record ContextWorthReport(
    string Folder, string Model, int Seed, double BitsPerToken, IReadOnlyList<WorthOfKind> Kinds);
