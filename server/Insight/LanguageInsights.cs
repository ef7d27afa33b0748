using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Insight;

/// <summary>The languages that a compiler is here for: finds the one that serves a document, and speaks for all.</summary>
internal sealed class LanguageInsights : IDisposable
{
    private readonly IReadOnlyList<ILanguageInsight> _insights;

    /// <param name="insights">One for each language; the first that serves a document has it. They are disposed of here.</param>
    public LanguageInsights(IReadOnlyList<ILanguageInsight> insights)
    {
        _insights = insights;
        foreach (ILanguageInsight insight in insights)
            insight.Changed += () => Changed?.Invoke();
    }

    /// <summary>Raised on any thread when <see cref="Message"/> is another one.</summary>
    public event Action? Changed;

    /// <summary>What the user should know; empty if nothing. Reading it takes no lock.</summary>
    public string Message => string.Join(' ', _insights.Select(insight => insight.Message).Where(message => message.Length > 0));

    /// <summary>Takes other settings, folders or rules.</summary>
    public void Apply(WorkspaceConfiguration configuration)
    {
        foreach (ILanguageInsight insight in _insights)
            insight.Apply(configuration);
    }

    /// <summary>A document was opened.</summary>
    /// <returns>What is known of it, until that is disposed of.</returns>
    public IDocumentInsight Open(DocumentSnapshot document) =>
        _insights.FirstOrDefault(insight => insight.Serves(document.LanguageId))?.Open(document) ?? NoInsight.Instance;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ILanguageInsight insight in _insights)
            insight.Dispose();
    }
}
