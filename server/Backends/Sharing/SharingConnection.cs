using LspCompletion.Engine;
using LspCompletion.Server.Rpc;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>
/// JSON-RPC between a server and the process that runs its model. What one side says is heard in the same order: text
/// before the completion that it is a part of.
/// </summary>
internal sealed class SharingConnection : JsonRpc
{
    /// <summary>Connects; nothing is read before <see cref="JsonRpc.StartListening"/>.</summary>
    /// <param name="stream">The way to the other side; it is closed with the connection.</param>
    /// <param name="target">Its methods are what the other side may call.</param>
    public SharingConnection(Stream stream, object target)
        : base(new SharingMessages(stream, new SystemTextJsonFormatter { JsonSerializerOptions = SharingJson.OfMessages.Options }))
    {
        SynchronizationContext = new InlineSynchronizationContext();
        CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
        AddLocalRpcTarget(target, new JsonRpcTargetOptions { NotifyClientOfEvents = false });
    }

    /// <summary>Tells the other side something. That it has gone is nothing to whoever tells.</summary>
    public void Tell(string method, params object?[] arguments) => _ = NotifyAsync(method, arguments)
        .ContinueWith(static told => _ = told.Exception, TaskContinuationOptions.ExecuteSynchronously);

    /// <inheritdoc/>
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception) => new()
    {
        Code = exception switch
        {
            OperationCanceledException => JsonRpcErrorCode.RequestCanceled,
            EngineException => (JsonRpcErrorCode)SharingMethods.ErrorForUser,
            OvertakenException => (JsonRpcErrorCode)SharingMethods.Overtaken,
            BackendGoneException => (JsonRpcErrorCode)SharingMethods.Gone,
            _ => JsonRpcErrorCode.InternalError,
        },
        Message = exception is EngineException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}",
    };

    /// <inheritdoc/>
    protected override Type? GetErrorDetailsDataType(JsonRpcError error) => null;
}
