namespace LspCompletion.Server.Completion;

/// <summary>What is cached of all documents.</summary>
/// <param name="BudgetBytes">The memory that keys and values of all slots may take; 0 while there is no model.</param>
/// <param name="Documents">The documents, the one that was completed last first.</param>
internal sealed record CacheState(long BudgetBytes, IReadOnlyList<CachedDocument> Documents);
