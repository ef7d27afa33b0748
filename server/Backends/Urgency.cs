namespace LspCompletion.Server.Backends;

/// <summary>Whether somebody waits for work.</summary>
internal enum Urgency
{
    /// <summary>A person does.</summary>
    Interactive,

    /// <summary>Nobody does: it is done when there is nothing else to do.</summary>
    Idle,
}
