namespace LspCompletion.Server.Backends;

/// <summary>What is kept of documents' prompts.</summary>
/// <param name="BudgetBytes">The memory that keys and values of all slots may take; 0 if nobody knows.</param>
/// <param name="Slots">The slots, by document.</param>
internal sealed record CacheUsage(long BudgetBytes, IReadOnlyDictionary<string, SlotUsage> Slots)
{
    /// <summary>Nothing is kept.</summary>
    public static CacheUsage None { get; } = new(0, new Dictionary<string, SlotUsage>());
}
