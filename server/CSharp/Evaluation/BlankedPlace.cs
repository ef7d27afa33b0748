using LspCompletion.Server.Completion;
using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>A place where a part of a file is blanked out; what stood there is there again once this is disposed of.</summary>
/// <param name="Case">The case.</param>
/// <param name="Wanted">What stood there.</param>
/// <param name="Query">The document without it, and the place.</param>
/// <param name="Document">The same as the compiler sees it.</param>
/// <param name="Insight">What the compiler knows of it.</param>
internal sealed record BlankedPlace(
    EvaluationCase Case, string Wanted, CompletionQuery Query, CSharpDocument Document, CSharpDocumentInsight Insight) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Insight.Dispose();
}
