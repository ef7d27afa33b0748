using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Context;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>Finds what a document's prompt is to show besides the document: of the compiler, and of all other documents.</summary>
/// <param name="collector">Knows the other documents.</param>
internal sealed class ContextSearch(ContextCollector collector)
{
    /// <summary>Finds it.</summary>
    /// <param name="document">The document.</param>
    /// <param name="cursor">The place, in UTF-16 code units.</param>
    /// <param name="shown">What it is shown with now: that stays while it is as good.</param>
    /// <param name="insight">What a compiler knows of the document.</param>
    /// <param name="configuration">Says which files may be shown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DocumentContext> FindAsync(
        DocumentSnapshot document,
        int cursor,
        DocumentContext shown,
        IDocumentInsight insight,
        WorkspaceConfiguration configuration,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<ContextFile> declarations =
            await insight.DeclarationsAsync(document, cursor, configuration, cancellationToken).ConfigureAwait(false);
        return collector.Collect(document, cursor, declarations, shown, configuration, cancellationToken);
    }
}
