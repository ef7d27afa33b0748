using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Context;

/// <summary>
/// The documents that the user has open or had open lately, searched for lines that resemble others. Only what the client
/// has shown is in here; no file is read. Thread-safe.
/// </summary>
internal sealed class SnippetIndex
{
    /// <summary>Documents that are searched; the one that was changed longest ago gives way.</summary>
    private const int MostDocuments = 24;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Uri, long Change, Lazy<IndexedDocument> Document)> _documents = [];
    private long _changes;

    /// <summary>Takes a document as it is now. Its words are counted when it is next searched, once.</summary>
    public void Update(DocumentSnapshot document)
    {
        lock (_gate)
        {
            Remove(document.Uri);
            _documents.AddFirst((document.Uri, ++_changes, new Lazy<IndexedDocument>(() => new IndexedDocument(document))));
            if (_documents.Count > MostDocuments)
                _documents.RemoveLast();
        }
    }

    /// <summary>A number that is another one whenever another document than this was opened or changed.</summary>
    public long LatestChangeBesides(string uri)
    {
        lock (_gate)
            return _documents.FirstOrDefault(document => document.Uri != uri).Change;
    }

    /// <summary>Finds the lines of each other document of the same language that resemble a text most, the likest first.</summary>
    /// <param name="around">The text.</param>
    /// <param name="of">The document that it is from.</param>
    /// <param name="least">How alike they must be at least, 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public IReadOnlyList<Snippet> Find(string around, DocumentSnapshot of, double least, CancellationToken cancellationToken)
    {
        (string Uri, long Change, Lazy<IndexedDocument> Document)[] documents;
        lock (_gate)
            documents = [.. _documents];

        HashSet<int> words = Words.Of(around);
        List<Snippet> found = [];
        foreach ((string uri, _, Lazy<IndexedDocument> document) in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (uri != of.Uri && document.Value.LanguageId == of.LanguageId
                && document.Value.FindMostSimilar(words) is { } snippet && snippet.Similarity >= least)
            {
                found.Add(snippet);
            }
        }

        return [.. found.OrderByDescending(snippet => snippet.Similarity).ThenBy(snippet => snippet.Uri, StringComparer.Ordinal)];
    }

    private void Remove(string uri)
    {
        for (var node = _documents.First; node is not null; node = node.Next)
        {
            if (node.Value.Uri == uri)
            {
                _documents.Remove(node);
                return;
            }
        }
    }
}
