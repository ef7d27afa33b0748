using System.Diagnostics;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.CSharp.Evaluation;

/// <summary>What a compiler knows, and how long the model waited for names.</summary>
/// <param name="insight">The compiler; it isn't disposed of here.</param>
internal sealed class MeasuredInsight(IDocumentInsight insight) : IDocumentInsight
{
    /// <summary>How long the model waited for names.</summary>
    public TimeSpan GuideTime { get; private set; }

    /// <inheritdoc/>
    public void Prepare(DocumentSnapshot document) => insight.Prepare(document);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ContextFile>> DeclarationsAsync(
        DocumentSnapshot document, int cursor, WorkspaceConfiguration configuration, CancellationToken cancellationToken) =>
        insight.DeclarationsAsync(document, cursor, configuration, cancellationToken);

    /// <inheritdoc/>
    public INameGuide? GuideAt(DocumentSnapshot document, int anchor, string typed, ServerSettings settings) =>
        insight.GuideAt(document, anchor, typed, settings) is { } guide ? new MeasuredGuide(this, guide) : null;

    /// <inheritdoc/>
    public Task<CheckedText> CheckAsync(
        DocumentSnapshot document, int start, int end, string text, ServerSettings settings, CancellationToken cancellationToken) =>
        insight.CheckAsync(document, start, end, text, settings, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class MeasuredGuide(MeasuredInsight measured, INameGuide guide) : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
        {
            long start = Stopwatch.GetTimestamp();
            AllowedNames? names = guide.NamesAfter(written);
            measured.GuideTime += Stopwatch.GetElapsedTime(start);
            return names;
        }
    }
}
