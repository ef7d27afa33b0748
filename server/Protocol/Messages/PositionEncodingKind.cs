namespace LspCompletion.Server.Protocol.Messages;

/// <summary>What the characters of a position count, in the protocol's words.</summary>
internal static class PositionEncodingKind
{
    /// <summary>UTF-8 bytes.</summary>
    public const string Utf8 = "utf-8";

    /// <summary>UTF-16 code units: what counts unless something else is agreed upon.</summary>
    public const string Utf16 = "utf-16";
}
