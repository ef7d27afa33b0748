namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How the server gives completions.</summary>
/// <param name="TriggerCharacters">Characters after which to ask for them.</param>
internal sealed record CompletionOptions(string[] TriggerCharacters);
