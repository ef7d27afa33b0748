using LspCompletion.Server.Documents;

namespace LspCompletion.Server.Context;

/// <summary>The code of notebooks, cell by cell in their order, as the client shows it. Thread-safe.</summary>
internal sealed class Notebooks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<string>> _cells = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _notebookOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DocumentSnapshot> _documents = new(StringComparer.Ordinal);
    private long _arrangements;

    /// <summary>A number that grows whenever cells come, go or move.</summary>
    public long Arrangements
    {
        get
        {
            lock (_gate)
                return _arrangements;
        }
    }

    /// <summary>A notebook has these cells of code, in this order; none if it was closed.</summary>
    public void Arrange(string notebook, IReadOnlyList<string> cells)
    {
        lock (_gate)
        {
            foreach (string cell in (_cells.GetValueOrDefault(notebook) ?? []).Except(cells))
            {
                _notebookOf.Remove(cell);
                _documents.Remove(cell);
            }

            foreach (string cell in cells)
                _notebookOf[cell] = notebook;
            _cells[notebook] = cells;
            if (cells.Count == 0)
                _cells.Remove(notebook);
            _arrangements++;
        }
    }

    /// <summary>Takes a document as it is now, if it is a cell.</summary>
    public void Update(DocumentSnapshot document)
    {
        lock (_gate)
        {
            if (_notebookOf.ContainsKey(document.Uri))
                _documents[document.Uri] = document;
        }
    }

    /// <summary>Whether two documents are cells of one notebook.</summary>
    public bool AreTogether(string uri, string other)
    {
        lock (_gate)
            return _notebookOf.TryGetValue(uri, out string? notebook) && _notebookOf.GetValueOrDefault(other) == notebook;
    }

    /// <summary>The cells of the same language above and below a document, in their order; none if it is no cell.</summary>
    public (IReadOnlyList<DocumentSnapshot> Above, IReadOnlyList<DocumentSnapshot> Below) Around(DocumentSnapshot document)
    {
        lock (_gate)
        {
            if (!_notebookOf.TryGetValue(document.Uri, out string? notebook))
                return ([], []);

            List<DocumentSnapshot> above = [];
            List<DocumentSnapshot> below = [];
            List<DocumentSnapshot> current = above;
            foreach (string cell in _cells[notebook])
            {
                if (cell == document.Uri)
                    current = below;
                else if (_documents.TryGetValue(cell, out DocumentSnapshot? other) && other.LanguageId == document.LanguageId)
                    current.Add(other);
            }

            return (above, below);
        }
    }
}
