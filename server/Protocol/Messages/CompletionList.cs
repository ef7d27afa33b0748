namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Completions for a list.</summary>
/// <param name="IsIncomplete">Whether to ask again when more is typed.</param>
/// <param name="Items">At most one.</param>
internal sealed record CompletionList(bool IsIncomplete, CompletionItem[] Items);
