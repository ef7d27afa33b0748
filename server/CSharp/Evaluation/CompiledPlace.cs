using LspCompletion.Server.Evaluation;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>A place where a part of a C# file is blanked out, until this is disposed of.</summary>
/// <param name="Blanked">The place.</param>
/// <param name="Document">The document without what stood there, as the compiler sees it.</param>
/// <param name="Insight">What the compiler knows of it.</param>
internal sealed record CompiledPlace(BlankedPlace Blanked, CSharpDocument Document, CSharpDocumentInsight Insight) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Insight.Dispose();
}
