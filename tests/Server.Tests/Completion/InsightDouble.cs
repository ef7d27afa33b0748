using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>A compiler for every language that finds nothing wrong, and counts the documents that it has open.</summary>
internal sealed class InsightDouble : ILanguageInsight
{
    private int _open;
    private int _used;

    public event Action? Changed;

    public string Message { get; private set; } = "";

    /// <summary>Says what is right of a suggestion; by default, that nobody checked it.</summary>
    public Func<string, CheckedText> Check { get; init; } = text => CheckedText.Unchecked(text, reason: null);

    /// <summary>What it wants to be shown of other files.</summary>
    public IReadOnlyList<ContextFile> Declarations { get; set; } = [];

    /// <summary>The documents that were opened and not closed yet.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>How often a document was used that was closed before.</summary>
    public int UsedAfterEnd => Volatile.Read(ref _used);

    /// <summary>Says something else.</summary>
    public void Say(string message)
    {
        Message = message;
        Changed?.Invoke();
    }

    public bool Serves(string languageId) => true;

    public void Apply(WorkspaceConfiguration configuration)
    {
    }

    IDocumentInsight ILanguageInsight.Open(DocumentSnapshot document)
    {
        Interlocked.Increment(ref _open);
        return new Document(this);
    }

    public void Dispose()
    {
    }

    private sealed class Document(InsightDouble insight) : IDocumentInsight
    {
        private int _isClosed;

        public void Prepare(DocumentSnapshot document)
        {
        }

        public Task<IReadOnlyList<ContextFile>> DeclarationsAsync(
            DocumentSnapshot document, int cursor, WorkspaceConfiguration configuration, CancellationToken cancellationToken) =>
            Task.FromResult(insight.Declarations);

        public INameGuide? GuideAt(DocumentSnapshot document, int anchor, string typed, ServerSettings settings) => null;

        public async Task<CheckedText> CheckAsync(
            DocumentSnapshot document, int start, int end, string text, ServerSettings settings, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return insight.Check(text);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 1)
                Interlocked.Increment(ref insight._used);
            else
                Interlocked.Decrement(ref insight._open);
        }
    }
}
