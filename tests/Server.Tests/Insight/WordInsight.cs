using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Insight;

/// <summary>
/// What there is to know of a language of words: each document may use the words of its own text. As small as the insight
/// into a language can be.
/// </summary>
internal sealed class WordInsight(string languageId) : ILanguageInsight
{
    private readonly List<Words> _open = [];
    private string _message = "";

    public event Action? Changed;

    public string Message => _message;

    public int OpenDocuments => _open.Count;

    public WorkspaceConfiguration? Configuration { get; private set; }

    public bool IsDisposed { get; private set; }

    public bool Serves(string language) => language == languageId;

    public void Apply(WorkspaceConfiguration configuration) => Configuration = configuration;

    public void Tell(string message)
    {
        _message = message;
        Changed?.Invoke();
    }

    public IDocumentInsight Open(DocumentSnapshot document)
    {
        Words words = new(this);
        _open.Add(words);
        return words;
    }

    public void Dispose() => IsDisposed = true;

    private sealed class Words(WordInsight insight) : IDocumentInsight
    {
        public void Prepare(DocumentSnapshot document)
        {
        }

        public Task<IReadOnlyList<ContextFile>> DeclarationsAsync(
            DocumentSnapshot document, int cursor, WorkspaceConfiguration configuration, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ContextFile>>([new ContextFile("words.txt", string.Join('\n', Of(document)))]);

        public INameGuide? GuideAt(DocumentSnapshot document, int anchor, string typed, ServerSettings settings) => new Guide(Of(document));

        public Task<CheckedText> CheckAsync(
            DocumentSnapshot document, int start, int end, string text, ServerSettings settings, CancellationToken cancellationToken) =>
            Task.FromResult(text.Split(' ').All(Of(document).Contains)
                ? new CheckedText(new CheckVerdict(CheckOutcome.Bound, null, null, text.Length), text)
                : new CheckedText(new CheckVerdict(CheckOutcome.Dropped, "unknown word", 0, 0), ""));

        public void Dispose() => insight._open.Remove(this);

        private static string[] Of(DocumentSnapshot document) => [.. document.Text.ToString().Split(' ').Distinct()];
    }

    private sealed class Guide(string[] words) : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) =>
            written.IsEmpty || written.EndsWith(" ") ? new AllowedNames(words, 0, NamePlacement.Here) : null;
    }
}
