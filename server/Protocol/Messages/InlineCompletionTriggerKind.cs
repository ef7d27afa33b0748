namespace LspCompletion.Server.Protocol.Messages;

/// <summary>Who wants an inline completion.</summary>
internal enum InlineCompletionTriggerKind
{
    /// <summary>The editor: some clients send VS Code's own number for it.</summary>
    AutomaticOfEditor = 0,

    /// <summary>The user.</summary>
    Invoked = 1,

    /// <summary>The editor.</summary>
    Automatic = 2,
}
