using System.Text.Json;
using LspCompletion.Server.Protocol.Messages;

namespace LspCompletion.Server.Protocol;

/// <summary>Gets the settings from the client.</summary>
/// <param name="client">Has them.</param>
/// <param name="apply">Takes them, as the client wrote them, on any thread but one at a time; says what is wrong with them.</param>
internal sealed class ConfigurationReader(Client client, Func<JsonElement, IReadOnlyList<string>> apply)
{
    /// <summary>The name of our part of the client's settings.</summary>
    public const string Section = "lspCompletion";

    private readonly Lock _lock = new();
    private int _newestPull;

    /// <summary>Asks the client for them, if it can be asked.</summary>
    public async Task PullAsync()
    {
        if (client.Capabilities.Workspace?.Configuration != true)
            return;

        int pull = Interlocked.Increment(ref _newestPull);
        JsonElement? answer = await client.AskAsync(
            Methods.Configuration, new ConfigurationParams([new ConfigurationItem(Section)]), CancellationToken.None)
            .ConfigureAwait(false);

        // An answer that was overtaken by a newer question is out of date.
        if (pull == Volatile.Read(ref _newestPull) && answer is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 1)
            Apply(list[0]);
    }

    /// <summary>Takes settings: our part, or all of the client's with our part in it.</summary>
    public void Apply(JsonElement settings)
    {
        if (settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty(Section, out JsonElement section))
            settings = section;
        if (settings.ValueKind != JsonValueKind.Object)
            return;

        lock (_lock)
        {
            foreach (string problem in apply(settings))
                client.ShowErrorOnce(problem);
        }
    }
}
