namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Progress.</summary>
/// <param name="Token">Which one.</param>
/// <param name="Value">How it goes on.</param>
internal sealed record ProgressParams(string Token, WorkDoneProgress Value);
