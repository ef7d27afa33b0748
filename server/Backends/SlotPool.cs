using LspCompletion.Engine;
using LspCompletion.Engine.Caching;

namespace LspCompletion.Server.Backends;

/// <summary>
/// One slot for each document, and a second one where its prompt becomes quite another: what is computed for later, such as
/// context that came late, is computed beside the slot that serves, and who goes back finds what was there. Both count, by
/// what they take, in a budget of bytes. Over it, second slots give way first, and then the slots of documents that were used
/// longest ago. Used on the model's thread.
/// </summary>
/// <param name="engine">Makes the slots.</param>
/// <param name="budgetBytes">For keys and values of all slots; the one that is used is there whatever the budget.</param>
internal sealed class SlotPool(CompletionEngine engine, long budgetBytes) : IDisposable
{
    private const int MostOfDocument = 2;

    /// <summary>Tokens that are computed again in a time that nobody notices.</summary>
    private const int LittleTokens = 64;

    /// <summary>The slots, the one that was used last first.</summary>
    private readonly List<Held> _held = [];
    private readonly Dictionary<string, AnchoredMemory> _memories = [];

    /// <summary>What the slots hold now: of a document, the prompt that was used last.</summary>
    public CacheUsage Usage => new(
        budgetBytes,
        _held.GroupBy(held => held.Uri).ToDictionary(
            own => own.Key,
            own => new SlotUsage(own.First().Slot.Tokens.Length, own.First().Slot.Capacity, own.Sum(held => held.Slot.ByteCount))));

    /// <summary>
    /// The slot of a document for a prompt, as it was left or new: the one that holds most of it, but where much would have to
    /// be computed, and much be given up for it, the other one. It is used until the next one is asked for.
    /// </summary>
    public Slot Get(string uri, PreparedRequest request)
    {
        Held[] own = [.. Of(uri)];
        Held? chosen = own.MinBy(held => request.MissingFrom(held.Slot));
        if (chosen is null || !IsOfUse(chosen.Slot, request))
            chosen = own.Length < MostOfDocument ? new Held(uri, engine.CreateSlot(KeepToBudget)) : own[^1];

        if (own.Length > 0 && own[0] != chosen)
            chosen.Slot.TakeMemoryOf(own[0].Slot);
        _held.Remove(chosen);
        _held.Insert(0, chosen);
        _memories.TryAdd(uri, new AnchoredMemory());
        KeepToBudget();
        return chosen.Slot;
    }

    /// <summary>What a document's requests remember; kept as long as it has a slot.</summary>
    public AnchoredMemory MemoryOf(string uri) => _memories[uri];

    /// <summary>Lets a document's slots go, if it has any.</summary>
    public void Remove(string uri)
    {
        foreach (Held held in Of(uri).ToArray())
            Remove(held);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Held held in _held)
            held.Slot.Dispose();
        _held.Clear();
        _memories.Clear();
    }

    private static bool IsOfUse(Slot slot, PreparedRequest request)
    {
        int missing = request.MissingFrom(slot);
        int held = request.Tokens - missing;
        int lost = slot.Tokens.Length - held;
        return lost <= LittleTokens || (held > LittleTokens && held >= missing);
    }

    private IEnumerable<Held> Of(string uri) => _held.Where(held => held.Uri == uri);

    private void KeepToBudget()
    {
        while (_held.Count > 1 && _held.Sum(held => held.Slot.ByteCount) > budgetBytes)
            Remove(_held.FindLast(held => Of(held.Uri).First() != held) ?? _held[^1]);
    }

    private void Remove(Held held)
    {
        held.Slot.Dispose();
        _held.Remove(held);
        if (!Of(held.Uri).Any())
            _memories.Remove(held.Uri);
    }

    private sealed record Held(string Uri, Slot Slot);
}
