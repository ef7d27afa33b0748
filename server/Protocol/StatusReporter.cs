using System.Threading.Channels;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Protocol.Messages;

namespace LspCompletion.Server.Protocol;

/// <summary>Tells the client what the engine is doing, shows the loading of the model as progress, and errors to the user.</summary>
internal sealed class StatusReporter(Client client, ICompletionService completion) : IDisposable
{
    private const string ProgressToken = "lsp-completion/loading";

    /// <summary>The statuses that progress is shown of: only the newest counts.</summary>
    private readonly Channel<EngineStatus> _progress = Channel.CreateBounded<EngineStatus>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Begins with the status as it is now.</summary>
    public void Start()
    {
        if (client.Capabilities.Window?.WorkDoneProgress == true)
            _ = ShowProgressAsync();

        completion.StatusChanged += Report;
        Report(completion.Status);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        completion.StatusChanged -= Report;
        _progress.Writer.TryComplete();
    }

    private void Report(EngineStatus status)
    {
        client.Notify(Methods.Status, Translation.ToProtocol(status));
        _progress.Writer.TryWrite(status);
        if (status.State == EngineState.Error)
            client.ShowErrorOnce(status.Message);
    }

    private async Task ShowProgressAsync()
    {
        bool isShown = false;
        await foreach (EngineStatus status in _progress.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (status.State == EngineState.Loading && !isShown)
            {
                WorkDoneProgressCreateParams create = new(ProgressToken);
                if (await client.AskAsync(Methods.CreateProgress, create, CancellationToken.None).ConfigureAwait(false) is null)
                    return;

                Show(new WorkDoneProgress("begin", "Code completion", status.Message, status.Percent));
                isShown = true;
            }
            else if (isShown)
            {
                isShown = status.State == EngineState.Loading;
                Show(isShown
                    ? new WorkDoneProgress("report", Title: null, status.Message, status.Percent)
                    : new WorkDoneProgress("end", Title: null, status.Message));
            }
        }
    }

    private void Show(WorkDoneProgress value) => client.Notify(Methods.Progress, new ProgressParams(ProgressToken, value));
}
