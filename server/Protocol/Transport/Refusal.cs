using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Protocol.Transport;

/// <summary>Why a message is not handled.</summary>
/// <param name="Code">In numbers.</param>
/// <param name="Message">In words.</param>
internal sealed record Refusal(JsonRpcErrorCode Code, string Message);
