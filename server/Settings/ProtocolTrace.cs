namespace LspCompletion.Server.Settings;

/// <summary>How much is told of each answer (the protocol's TraceValue).</summary>
internal enum ProtocolTrace
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>A line.</summary>
    Messages,

    /// <summary>All that is known.</summary>
    Verbose,
}
