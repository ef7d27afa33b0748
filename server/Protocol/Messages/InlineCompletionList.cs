namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Completions to show inline.</summary>
/// <param name="Items">At most one.</param>
internal sealed record InlineCompletionList(InlineCompletionItem[] Items);
