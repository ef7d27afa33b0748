namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What is cached, as the answer to <c>lspCompletion/cache</c>.</summary>
/// <param name="BudgetBytes">The memory that all documents may take together.</param>
/// <param name="Documents">The documents, the one that was completed last first.</param>
internal sealed record CacheResult(long BudgetBytes, DocumentCache[] Documents);
