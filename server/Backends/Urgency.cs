namespace LspCompletion.Server.Backends;

/// <summary>Whether somebody waits for work.</summary>
internal enum Urgency
{
    /// <summary>A person does, and will until the best answer is there.</summary>
    Interactive,

    /// <summary>
    /// A person does who is typing: where the prompt would take long, the lines that are nearest have to do. The result says so
    /// by <see cref="Engine.CompletionStats.NearestTokens"/>.
    /// </summary>
    Typing,

    /// <summary>Nobody does: it is done when there is nothing else to do.</summary>
    Idle,
}
