namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The client shows a completion.</summary>
/// <param name="Item">Which one.</param>
internal sealed record DidShowCompletionParams(ShownItem Item);
