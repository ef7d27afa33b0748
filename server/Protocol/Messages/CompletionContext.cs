namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Why the client asks.</summary>
/// <param name="TriggerKind">Who wants it.</param>
internal sealed record CompletionContext(CompletionTriggerKind TriggerKind = CompletionTriggerKind.Invoked);
