namespace LspCompletion.Server.Protocol.Messages;

/// <summary>The user took over the beginning of a completion.</summary>
/// <param name="Item">Which one.</param>
/// <param name="AcceptedLength">How much of its text, in UTF-16 code units.</param>
internal sealed record DidPartiallyAcceptCompletionParams(ShownItem Item, int AcceptedLength);
