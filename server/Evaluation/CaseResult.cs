namespace LspCompletion.Server.Evaluation;

/// <summary>What came of a case with some parts at work.</summary>
/// <param name="Case">The case's id.</param>
/// <param name="Kind">What was blanked out.</param>
/// <param name="Part">The last part that was at work.</param>
/// <param name="IsShown">Whether there was a suggestion.</param>
/// <param name="IsExact">Whether it is what stood there.</param>
/// <param name="Similarity">1 less the share of characters that an edit to what stood there changes.</param>
/// <param name="Errors">The errors that it brings, found by a full compilation; empty if it binds.</param>
/// <param name="AddedMs">The milliseconds that the part took itself; of guiding, for each token.</param>
/// <param name="Tokens">The tokens that the model wrote.</param>
/// <param name="Verdict">What the check said; <see langword="null"/> without one.</param>
internal sealed record CaseResult(
    string Case,
    BlankKind Kind,
    EvaluatedPart Part,
    bool IsShown,
    bool IsExact,
    double Similarity,
    IReadOnlyList<string> Errors,
    double AddedMs,
    int Tokens,
    string? Verdict);
