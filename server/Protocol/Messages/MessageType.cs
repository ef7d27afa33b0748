namespace LspCompletion.Server.Protocol.Messages;

/// <summary>How bad a message is.</summary>
internal enum MessageType
{
    /// <summary>Something does not work.</summary>
    Error = 1,

    /// <summary>Something may not work.</summary>
    Warning = 2,

    /// <summary>Something happened.</summary>
    Info = 3,

    /// <summary>Something happened that few want to know.</summary>
    Log = 4,
}
