namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Text for people.</summary>
/// <param name="Kind"><c>plaintext</c> or <c>markdown</c>.</param>
/// <param name="Value">The text.</param>
internal sealed record MarkupContent(string Kind, string Value);
