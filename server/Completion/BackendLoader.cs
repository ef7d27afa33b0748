using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Loads what writes completions, in the background, and another in its place when the settings say so; the status tells how
/// far that is.
/// </summary>
/// <param name="openBackend">Makes it, by settings; it is loaded, and disposed of, here.</param>
/// <param name="status">Is kept up to date.</param>
/// <param name="rested">The status of an engine that has nothing to do.</param>
/// <param name="log">Is given lines for the log; they hold no source text.</param>
internal sealed class BackendLoader(
    Func<ServerSettings, IBackend> openBackend, LiveStatus status, Func<EngineStatus, EngineStatus> rested, Action<string> log) : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource _loading = new();

    /// <summary>What writes completions; <see langword="null"/> before the first was asked for. It may not be loaded yet.</summary>
    public IBackend? Current { get; private set; }

    /// <summary>Begins to load one by settings.</summary>
    public void Load(ServerSettings settings)
    {
        CancellationToken cancellationToken;
        IBackend? old;
        IBackend backend;
        lock (_gate)
        {
            _loading.Cancel();
            _loading = new CancellationTokenSource();
            cancellationToken = _loading.Token;
            old = Current;
            backend = Current = openBackend(settings);
        }

        backend.Changed += () => status.Change(rested);
        status.Change(static before => before with { State = EngineState.Loading, Message = EngineStatus.LoadingMessage });
        _ = LoadAsync(backend, old, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _loading.Cancel();
        Current?.Dispose();
        _loading.Dispose();
    }

    private async Task LoadAsync(IBackend backend, IBackend? old, CancellationToken cancellationToken)
    {
        var progress = new LoadReport(percent => status.Change(before => before with { Percent = percent }));
        try
        {
            // First the one goes, then the other comes: there isn't memory for two models everywhere.
            if (old is not null)
                await Task.Run(old.Dispose, CancellationToken.None).ConfigureAwait(false);
            BackendDescription description = await backend.LoadAsync(progress, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            status.Change(before => rested(before with
            {
                State = EngineState.Ready,
                Percent = null,
                Model = description.Model,
                ExecutionProvider = description.ExecutionProvider,
                Destination = description.Destination,
            }));
            if (description.Remark is { } remark)
                log(remark);
        }
        catch (OperationCanceledException)
        {
            // Other settings came, or the end.
        }
        catch (Exception exception)
        {
            // Whatever it is, the user must not be left waiting for a model that never comes.
            string message = exception is EngineException
                ? exception.Message
                : $"The model can't be loaded ({exception.GetType().Name}: {exception.Message}); please report this.";
            log(message);
            status.Change(before => before with { State = EngineState.Error, Message = message, Percent = null });
        }
    }
}
