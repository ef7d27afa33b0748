using LspCompletion.Engine;
using LspCompletion.Engine.Caching;

namespace LspCompletion.Server.Backends;

/// <summary>
/// One slot for each document, as many as a budget of bytes allows; the one that was used longest ago gives way. Used on
/// the model's thread.
/// </summary>
/// <param name="engine">Makes the slots.</param>
/// <param name="budgetBytes">For keys and values of all slots; one slot is there whatever the budget.</param>
internal sealed class SlotPool(CompletionEngine engine, long budgetBytes) : IDisposable
{
    private readonly Dictionary<string, Slot> _slots = [];
    private readonly Dictionary<string, AnchoredMemory> _memories = [];
    private readonly LinkedList<string> _byUse = [];

    /// <summary>What the slots hold now.</summary>
    public CacheUsage Usage => new(
        budgetBytes,
        _slots.ToDictionary(
            held => held.Key, held => new SlotUsage(held.Value.Tokens.Length, held.Value.Capacity, held.Value.ByteCount)));

    /// <summary>A document's slot, as it was left or new.</summary>
    public Slot Get(string uri)
    {
        if (_slots.TryGetValue(uri, out Slot? slot))
        {
            _byUse.Remove(uri);
            _byUse.AddFirst(uri);
            return slot;
        }

        while (_slots.Count > 0 && _slots.Values.Sum(held => held.ByteCount) * (_slots.Count + 1) / _slots.Count > budgetBytes)
            Remove(_byUse.Last!.Value);

        slot = engine.CreateSlot();
        _slots.Add(uri, slot);
        _memories.Add(uri, new AnchoredMemory());
        _byUse.AddFirst(uri);
        return slot;
    }

    /// <summary>What a document's requests remember; kept as long as its slot.</summary>
    public AnchoredMemory MemoryOf(string uri) => _memories[uri];

    /// <summary>Lets a document's slot go, if it has one.</summary>
    public void Remove(string uri)
    {
        if (!_slots.Remove(uri, out Slot? slot))
            return;

        slot.Dispose();
        _memories.Remove(uri);
        _byUse.Remove(uri);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Slot slot in _slots.Values)
            slot.Dispose();
        _slots.Clear();
        _memories.Clear();
        _byUse.Clear();
    }
}
