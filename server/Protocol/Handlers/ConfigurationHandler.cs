using LspCompletion.Server.Protocol.Messages;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol.Handlers;

/// <summary>Hears that settings changed.</summary>
internal sealed class ConfigurationHandler(ConfigurationReader configuration)
{
    [JsonRpcMethod(Methods.DidChangeConfiguration)]
    public void DidChangeConfiguration(DidChangeConfigurationParams parameters) => configuration.Changed(parameters.Settings);

    [JsonRpcMethod(Methods.DidChangeOptions)]
    public void DidChangeOptions(DidChangeOptionsParams parameters) => configuration.OptionsChanged(parameters.Options);
}
