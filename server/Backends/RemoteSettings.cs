using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Backends;

/// <summary>Which engine elsewhere writes completions.</summary>
/// <param name="Address">Its endpoint.</param>
/// <param name="Model">The model's name there; empty for the engine's own choice.</param>
/// <param name="Format">The name of the format that prompts are written in; empty to let the engine write them.</param>
/// <param name="KeyFile">The file that holds the key; empty if there is none.</param>
/// <param name="Proxy">The proxy; empty for what the environment says.</param>
/// <param name="PrefixTokens">The most tokens of a prompt for the text before the cursor.</param>
/// <param name="SuffixTokens">The most tokens of a prompt for the text after the cursor.</param>
/// <param name="ContextTokens">The most tokens of a prompt for other files.</param>
internal sealed record RemoteSettings(
    Uri Address,
    string Model,
    string Format,
    string KeyFile,
    string Proxy,
    int PrefixTokens,
    int SuffixTokens,
    int ContextTokens)
{
    /// <summary>The machine that text is sent to; <see langword="null"/> if it is this one.</summary>
    public string? Destination => Address.IsLoopback ? null : Address.Authority;

    /// <summary>What the server's settings say of it; <see langword="null"/> if completions are written here.</summary>
    public static RemoteSettings? Of(ServerSettings settings) => settings.Backend == ServerSettings.LocalBackendName ? null : new(
        new Uri(settings.Backend),
        settings.BackendModel,
        settings.BackendFormat,
        settings.BackendKeyFile,
        settings.BackendProxy,
        settings.PrefixTokens,
        settings.SuffixTokens,
        settings.ContextTokens);
}
