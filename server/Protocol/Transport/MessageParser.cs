using System.Buffers;
using System.Text.Json;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Protocol.Transport;

/// <summary>Reads a message, or finds out what is wrong with it.</summary>
internal sealed class MessageParser(IJsonRpcMessageFormatter formatter)
{
    /// <summary>Reads a message.</summary>
    /// <param name="body">Its bytes, which it keeps.</param>
    /// <param name="id">What the answer to a malformed one is addressed to; null as JSON-RPC has it if that can't be told.</param>
    /// <param name="refusal">What is wrong; <see langword="null"/> if nothing.</param>
    /// <returns>The message; <see langword="null"/> if it is malformed.</returns>
    public JsonRpcMessage? Parse(byte[] body, out RequestId id, out Refusal? refusal)
    {
        try
        {
            JsonRpcMessage message = formatter.Deserialize(new ReadOnlySequence<byte>(body));
            if (message is { Version: "2.0" } and not JsonRpcRequest { Method: null })
            {
                id = default;
                refusal = null;
                return message;
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Each kind of wrong message has its own kind of exception; the bytes tell more than these.
        }

        (id, refusal) = Explain(body);
        return null;
    }

    private static (RequestId Id, Refusal Refusal) Explain(byte[] body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return (IdOf(document.RootElement), new Refusal(
                JsonRpcErrorCode.InvalidRequest, "This is JSON, but no message of JSON-RPC 2.0."));
        }
        catch (JsonException exception)
        {
            return (RequestId.Null, new Refusal(
                JsonRpcErrorCode.ParseError, $"This is not JSON, at byte {exception.BytePositionInLine} of line {exception.LineNumber}."));
        }
    }

    private static RequestId IdOf(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("id"u8, out JsonElement id))
            return RequestId.Null;

        try
        {
            return id.ValueKind switch
            {
                JsonValueKind.String => new RequestId(id.GetString()),
                JsonValueKind.Number when id.TryGetInt64(out long number) => new RequestId(number),
                _ => RequestId.Null,
            };
        }
        catch (InvalidOperationException)
        {
            // A string that is no text: bytes that are not UTF-8, or half a surrogate pair.
            return RequestId.Null;
        }
    }
}
