namespace LspCompletion.Engine.Remote;

/// <summary>Shares an engine's slots out among documents; the one that was used longest ago gives way. Thread-safe.</summary>
/// <param name="count">How many slots the engine has.</param>
internal sealed class RemoteSlots(int count)
{
    private readonly Lock _gate = new();

    /// <summary>Documents by slot, the one that was used longest ago first; empty: nobody's.</summary>
    private readonly List<(string Document, int Slot)> _byUse = [.. Enumerable.Range(0, count).Select(slot => ("", slot))];

    /// <summary>A document's slot.</summary>
    public int Get(string document)
    {
        lock (_gate)
        {
            int index = Math.Max(0, _byUse.FindIndex(entry => entry.Document == document));
            int slot = _byUse[index].Slot;
            _byUse.RemoveAt(index);
            _byUse.Add((document, slot));
            return slot;
        }
    }

    /// <summary>Lets a document's slot go, if it has one.</summary>
    public void Remove(string document)
    {
        lock (_gate)
        {
            int index = _byUse.FindIndex(entry => entry.Document == document);
            if (index < 0)
                return;

            int slot = _byUse[index].Slot;
            _byUse.RemoveAt(index);
            _byUse.Insert(0, ("", slot));
        }
    }
}
