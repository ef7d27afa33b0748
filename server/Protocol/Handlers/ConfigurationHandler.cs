using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Hears that settings changed.</summary>
internal sealed class ConfigurationHandler(ConfigurationReader configuration, Client client)
{
    [JsonRpcMethod(Methods.DidChangeConfiguration)]
    public void DidChangeConfiguration(DidChangeConfigurationParams parameters)
    {
        if (client.Capabilities.Workspace?.Configuration == true)
            _ = configuration.PullAsync();
        else if (parameters.Settings is { } settings)
            configuration.Apply(settings);
    }
}
