namespace LspCompletion.Server.Documents;

/// <summary>
/// The notebooks that are open in the client, each with its cells in their order; what the cells hold are documents. Used by
/// the one that reads messages in their order, and nobody else.
/// </summary>
internal sealed class NotebookStore
{
    private readonly Dictionary<string, List<NotebookCell>> _notebooks = new(StringComparer.Ordinal);

    /// <summary>The cells of a notebook; none if it isn't open.</summary>
    public IReadOnlyList<NotebookCell> CellsOf(string notebook) => _notebooks.GetValueOrDefault(notebook) ?? [];

    /// <summary>Takes a notebook that the client opened.</summary>
    public void Open(string notebook, IEnumerable<NotebookCell> cells) => _notebooks[notebook] = [.. cells];

    /// <summary>Puts cells in the place of others; what lies beyond the last one is the end.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="start">The first cell that goes, from 0.</param>
    /// <param name="deleteCount">How many go.</param>
    /// <param name="cells">What comes there.</param>
    /// <returns>Whether the notebook is open.</returns>
    public bool Splice(string notebook, int start, int deleteCount, IEnumerable<NotebookCell> cells)
    {
        if (!_notebooks.TryGetValue(notebook, out List<NotebookCell>? all))
            return false;

        start = Math.Clamp(start, 0, all.Count);
        all.RemoveRange(start, Math.Clamp(deleteCount, 0, all.Count - start));
        all.InsertRange(start, cells);
        return true;
    }

    /// <summary>Forgets a notebook that the client closed.</summary>
    public void Close(string notebook) => _notebooks.Remove(notebook);
}
