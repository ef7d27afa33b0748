using System.Text.Json;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol.Handlers;
using LspCompletion.Server.Protocol.Transport;
using StreamJsonRpc;

namespace LspCompletion.Server.Protocol;

/// <summary>Serves one client, from its first byte to its last.</summary>
internal sealed class LanguageServer
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromMilliseconds(300);

    private readonly ICompletionService _completion;
    private readonly Func<JsonElement, IReadOnlyList<string>> _applySettings;
    private readonly LogWriter _log;

    /// <summary>Puts a server together.</summary>
    /// <param name="completion">Does what the client asks for.</param>
    /// <param name="applySettings">Takes settings as the client wrote them, and says what is wrong with them.</param>
    /// <param name="log">Takes what goes wrong.</param>
    public LanguageServer(
        ICompletionService completion, Func<JsonElement, IReadOnlyList<string>> applySettings, TextWriter log)
    {
        _completion = completion;
        _applySettings = applySettings;
        _log = new LogWriter(log);
    }

    /// <summary>
    /// Serves until the client says <c>exit</c>, ends the stream or stops reading from the other, or until its process
    /// ends.
    /// </summary>
    /// <param name="input">Where the client writes.</param>
    /// <param name="output">Where it reads.</param>
    /// <param name="clientProcessId">Its process, if that is known already.</param>
    /// <param name="cancellationToken">Ends the service.</param>
    /// <returns>What the process tells its caller: 0 if the client said <c>shutdown</c>, otherwise 1.</returns>
    public async Task<int> RunAsync(
        Stream input, Stream output, int? clientProcessId, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Lifecycle lifecycle = new();
        MessageHandler messages = new(input, output, lifecycle);
        using Connection connection = new(messages);
        Client client = new(connection, _log);
        connection.Failed += client.LogWarning;
        using StatusReporter status = new(client, _completion);
        ConfigurationReader configuration = new(client, _applySettings);
        DocumentStore documents = new();
        ProcessWatch parent = new(ending.Token);
        if (clientProcessId is { } processId)
            parent.Watch(processId);

        JsonRpcTargetOptions options = new() { UseSingleObjectParameterDeserialization = true };
        object[] handlers =
        [
            new LifecycleHandler(lifecycle, client, documents, configuration, status, parent),
            new DocumentHandler(documents, _completion, client),
            new CompletionHandler(documents, _completion, client),
            new FeedbackHandler(_completion),
            new ConfigurationHandler(configuration, client),
        ];
        foreach (object handler in handlers)
            connection.AddLocalRpcTarget(handler, options);
        connection.StartListening();

        await Task.WhenAny(
            lifecycle.Exited, connection.Completion, messages.Sending, parent.Gone, Task.Delay(Timeout.Infinite, ending.Token))
            .ConfigureAwait(false);

        await ending.CancelAsync().ConfigureAwait(false);
        await messages.CloseAsync(FarewellLimit).ConfigureAwait(false);
        await _log.CloseAsync(FarewellLimit).ConfigureAwait(false);
        return lifecycle.ExitCode;
    }
}
