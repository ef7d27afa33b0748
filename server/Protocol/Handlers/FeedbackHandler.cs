using LspCompletion.Server.Completion;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Hears what became of suggestions.</summary>
internal sealed class FeedbackHandler(ICompletionService completion)
{
    [JsonRpcMethod(Methods.ExecuteCommand)]
    public object? ExecuteCommand(ExecuteCommandParams parameters)
    {
        if (!AcceptCommand.TryRead(parameters.Command, parameters.Arguments, out string? suggestionId, out int length))
        {
            throw new LocalRpcException($"The only command is {AcceptCommand.Name}, as it came with a completion.")
            {
                ErrorCode = (int)JsonRpcErrorCode.InvalidParams,
            };
        }

        completion.Accepted(suggestionId, length);
        return null;
    }

    [JsonRpcMethod(Methods.DidShowCompletion)]
    public void DidShowCompletion(DidShowCompletionParams parameters)
    {
        Command command = parameters.Item.Command;
        if (AcceptCommand.TryRead(command.Name, command.Arguments, out string? suggestionId, out _))
            completion.Shown(suggestionId);
    }

    [JsonRpcMethod(Methods.DidPartiallyAcceptCompletion)]
    public void DidPartiallyAcceptCompletion(DidPartiallyAcceptCompletionParams parameters)
    {
        Command command = parameters.Item.Command;
        if (AcceptCommand.TryRead(command.Name, command.Arguments, out string? suggestionId, out int length))
            completion.Accepted(suggestionId, Math.Clamp(parameters.AcceptedLength, 0, length));
    }
}
