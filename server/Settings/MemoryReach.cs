namespace LspCompletion.Server.Settings;

/// <summary>Which of the user's own text has a say in what comes next, beside the model.</summary>
internal enum MemoryReach
{
    /// <summary>None.</summary>
    Off,

    /// <summary>That of the document.</summary>
    Document,

    /// <summary>That of the document and of the workspace's other source files.</summary>
    Project,
}
