using System.Text.Json;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Protocol.Messages;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Protocol;

/// <summary>Gets the settings from the client.</summary>
internal sealed class ConfigurationReader(Client client, ICompletionHost host)
{
    /// <summary>How long the model waits for the settings: they may say another one.</summary>
    private static readonly TimeSpan FirstAnswerLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _applying = new();
    private JsonElement _options;
    private JsonElement _configuration;
    private int _newestPull;

    /// <summary>Takes what the client gave when it connected, and starts when the rest is known, too.</summary>
    public async Task StartAsync()
    {
        Apply();
        await PullAsync().WaitAsync(FirstAnswerLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        host.Start();
    }

    /// <summary>Takes the options of <c>initialize</c>: whoever starts the server gives them, and that is the user.</summary>
    public void TakeOptions(JsonElement options)
    {
        lock (_applying)
            _options = SectionOf(options);
    }

    /// <summary>The user's own settings changed since the server was started: these options hold in place of those.</summary>
    public void OptionsChanged(JsonElement options)
    {
        lock (_applying)
        {
            _options = SectionOf(options);
            Apply();
        }
    }

    /// <summary>The client's settings changed: asks for them, or takes what came along if the client can't be asked.</summary>
    public void Changed(JsonElement? settings)
    {
        if (client.Capabilities.Workspace?.Configuration == true)
            _ = PullAsync();
        else if (settings is { } all)
            Apply(all);
    }

    /// <summary>The client's settings, or the part of them that is ours.</summary>
    private static JsonElement SectionOf(JsonElement settings) =>
        settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty(SettingsTable.Section, out JsonElement section)
            ? section
            : settings;

    private async Task PullAsync()
    {
        if (client.Capabilities.Workspace?.Configuration != true)
            return;

        int pull = Interlocked.Increment(ref _newestPull);
        JsonElement? answer = await client.AskAsync(
            Methods.Configuration, new ConfigurationParams([new ConfigurationItem(SettingsTable.Section)]), CancellationToken.None)
            .ConfigureAwait(false);

        // An answer that was overtaken by a newer question is out of date.
        if (pull == Volatile.Read(ref _newestPull) && answer is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1)
            Apply(list[0]);
    }

    private void Apply(JsonElement configuration)
    {
        lock (_applying)
        {
            _configuration = SectionOf(configuration);
            Apply();
        }
    }

    private void Apply()
    {
        lock (_applying)
        {
            foreach (string problem in host.Apply(_options, _configuration))
                client.ShowErrorOnce(problem);
            client.SetTrace = Translation.ToProtocol(host.Settings.Trace);
            client.MayTraceSourceText = host.Settings.LogSourceText;
        }
    }
}
