namespace LspCompletion.Server.Completion;

/// <summary>Who asks for a completion.</summary>
internal enum CompletionTrigger
{
    /// <summary>The user, by a command: the answer may take longer.</summary>
    Invoked,

    /// <summary>The editor, because of typing or a moved cursor.</summary>
    Automatic,
}
