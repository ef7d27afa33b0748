using LspCompletion.Engine;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>A place where a part of a file was blanked out.</summary>
/// <param name="Case">The case.</param>
/// <param name="Wanted">What stood there.</param>
/// <param name="Snapshot">The document without it.</param>
/// <param name="Document">The same as the compiler sees it.</param>
/// <param name="Request">What to ask the model.</param>
internal sealed record BlankedPlace(
    EvaluationCase Case, string Wanted, DocumentSnapshot Snapshot, CSharpDocument Document, CompletionRequest Request);
