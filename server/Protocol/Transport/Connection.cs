using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Server.Rpc;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Protocol.Transport;

/// <summary>The JSON-RPC connection: handlers run in the order of the stream, and errors carry no stack traces.</summary>
internal sealed class Connection : JsonRpc
{
    /// <summary>Connects by a message handler; nothing is read before <see cref="JsonRpc.StartListening"/>.</summary>
    public Connection(MessageHandler messages)
        : base(messages)
    {
        SynchronizationContext = new InlineSynchronizationContext();
        CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
        AllowModificationWhileListening = true;
    }

    /// <summary>Raised, with one line on what went wrong, when no answer can say so or when the server is at fault.</summary>
    public event Action<string>? Failed;

    /// <summary>Sends messages to a handler, by the methods that its attributes name.</summary>
    public void Add(object handler) =>
        AddLocalRpcTarget(handler, new JsonRpcTargetOptions { UseSingleObjectParameterDeserialization = true });

    /// <inheritdoc/>
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception)
    {
        (JsonRpcErrorCode code, string message) = exception switch
        {
            JsonException json => (JsonRpcErrorCode.InvalidParams, $"The parameters can't be read at {json.Path ?? "$"}."),
            LocalRpcException local => ((JsonRpcErrorCode)local.ErrorCode, local.Message),
            EngineException => (ErrorCode.RequestFailed, exception.Message),
            _ => (JsonRpcErrorCode.InternalError, $"{exception.GetType().Name}: {exception.Message}"),
        };
        if (!request.IsResponseExpected || code == JsonRpcErrorCode.InternalError)
            Failed?.Invoke($"{request.Method} failed. {message}");
        return new JsonRpcError.ErrorDetail { Code = code, Message = message };
    }

    /// <inheritdoc/>
    /// <remarks>Nobody reads the data of a client's errors, so that no form of it can be a wrong one.</remarks>
    protected override Type? GetErrorDetailsDataType(JsonRpcError error) => null;
}
