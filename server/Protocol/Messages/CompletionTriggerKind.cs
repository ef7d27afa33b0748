namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Who wants a completion.</summary>
internal enum CompletionTriggerKind
{
    /// <summary>The user, by a command or by typing a word.</summary>
    Invoked = 1,

    /// <summary>The editor, after a certain character.</summary>
    TriggerCharacter = 2,

    /// <summary>The editor, since the list was incomplete.</summary>
    TriggerForIncompleteCompletions = 3,
}
