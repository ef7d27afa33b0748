using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Evaluation;

/// <summary>A place where a part of a file is blanked out.</summary>
/// <param name="Case">The case.</param>
/// <param name="Wanted">What stood there.</param>
/// <param name="Query">The document without it, and the place.</param>
internal sealed record BlankedPlace(EvaluationCase Case, string Wanted, CompletionQuery Query);
