namespace LspCompletion.Server.Settings;

/// <summary>How much of the conversation with the client is logged (the protocol's TraceValue).</summary>
internal enum ProtocolTrace
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>That messages came and went.</summary>
    Messages,

    /// <summary>Their content, too.</summary>
    Verbose,
}
