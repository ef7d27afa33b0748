using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Insight;

/// <summary>What is known of a document whose language no compiler here serves.</summary>
internal sealed class NoInsight : IDocumentInsight
{
    private NoInsight()
    {
    }

    /// <summary>It has no state: one serves all documents.</summary>
    public static NoInsight Instance { get; } = new();

    /// <inheritdoc/>
    public void Prepare(DocumentSnapshot document)
    {
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContextFile>> DeclarationsAsync(
        DocumentSnapshot document, int cursor, WorkspaceConfiguration configuration, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ContextFile>>([]);

    /// <inheritdoc/>
    public INameGuide? GuideAt(DocumentSnapshot document, int anchor, string typed, ServerSettings settings) => null;

    /// <inheritdoc/>
    public Task<CheckedText> CheckAsync(
        DocumentSnapshot document, int start, int end, string text, ServerSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult(CheckedText.Unchecked(text, reason: null));

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
