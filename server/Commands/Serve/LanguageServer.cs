using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Protocol;
using LspCompletion.Server.Protocol.Handlers;
using LspCompletion.Server.Protocol.Messages;
using LspCompletion.Server.Protocol.Transport;

namespace LspCompletion.Server.Commands.Serve;

/// <summary>Serves one client, from its first byte to its last.</summary>
internal sealed class LanguageServer
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromMilliseconds(300);

    private readonly ICompletionHost _host;
    private readonly LogWriter _log;

    /// <summary>Puts a server together.</summary>
    /// <param name="host">Does what the client asks for.</param>
    /// <param name="log">Takes what goes wrong.</param>
    public LanguageServer(ICompletionHost host, TextWriter log)
    {
        _host = host;
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
        MessageHandler messages = new(input, output, ProtocolJson.Default.Options, lifecycle.Refuse);
        using Connection connection = new(messages);
        Client client = new(connection, _log);
        connection.Failed += client.LogWarning;
        ProcessWatch parent = new(ending.Token);
        if (clientProcessId is { } processId)
            parent.Watch(processId);

        StatusReporter? status = null;
        connection.Add(new LifecycleHandler(lifecycle, client, parent, Open));
        connection.StartListening();

        await Task.WhenAny(
            lifecycle.Exited, connection.Completion, messages.Sending, parent.Gone, Task.Delay(Timeout.Infinite, ending.Token))
            .ConfigureAwait(false);

        status?.Dispose();
        await ending.CancelAsync().ConfigureAwait(false);
        await messages.CloseAsync(FarewellLimit).ConfigureAwait(false);
        await _log.CloseAsync(FarewellLimit).ConfigureAwait(false);
        return lifecycle.ExitCode;

        // The other handlers begin here, while the message that makes them possible is handled: none can come too soon.
        ServedClient Open(InitializeParams parameters)
        {
            ICompletionService completion = _host.Open(Negotiation.FoldersOf(parameters), client.LogInformation);
            DocumentStore documents = new(Negotiation.ChooseEncoding(client.Capabilities));
            ConfigurationReader configuration = new(client, _host);
            if (parameters.InitializationOptions is { } options)
                configuration.TakeOptions(options);

            OpenDocuments open = new(documents, completion, client);
            connection.Add(new DocumentHandler(open));
            connection.Add(new NotebookHandler(new NotebookStore(), open, completion));
            connection.Add(new CompletionHandler(documents, completion, client));
            connection.Add(new FeedbackHandler(completion));
            connection.Add(new WorkspaceHandler(completion));
            connection.Add(new ConfigurationHandler(configuration));
            connection.Add(new CacheHandler(completion));
            status = new StatusReporter(client, completion);
            return new ServedClient(configuration, status);
        }
    }
}
