using LspCompletion.Server.Completion;
using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Shows the cache to clients that ask.</summary>
internal sealed class CacheHandler(ICompletionService completion)
{
    [JsonRpcMethod(Methods.Cache)]
    public CacheResult Cache() => Translation.ToProtocol(completion.Cache);
}
