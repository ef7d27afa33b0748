using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Protocol.Transport;

/// <summary>Error codes of the protocol that JSON-RPC doesn't have.</summary>
internal static class ErrorCode
{
    /// <summary>A request came before <c>initialize</c>.</summary>
    public const JsonRpcErrorCode ServerNotInitialized = (JsonRpcErrorCode)(-32002);

    /// <summary>The request was right, and failed all the same: the message says why.</summary>
    public const JsonRpcErrorCode RequestFailed = (JsonRpcErrorCode)(-32803);
}
