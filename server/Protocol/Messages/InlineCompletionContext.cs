namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Why the client asks.</summary>
/// <param name="TriggerKind">Who wants it.</param>
/// <param name="SelectedCompletionInfo">What is selected in the list of completions, if it is shown.</param>
internal sealed record InlineCompletionContext(
    InlineCompletionTriggerKind TriggerKind = InlineCompletionTriggerKind.Automatic,
    SelectedCompletionInfo? SelectedCompletionInfo = null);
