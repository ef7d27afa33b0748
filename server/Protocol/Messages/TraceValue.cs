namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How much of the server's work to trace.</summary>
internal static class TraceValue
{
    /// <summary>Nothing.</summary>
    public const string Off = "off";

    /// <summary>One line for each answer.</summary>
    public const string Messages = "messages";

    /// <summary>All that is known of each answer.</summary>
    public const string Verbose = "verbose";
}
