using LspCompletion.Engine;
using LspCompletion.Server.Backends;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Loads what writes completions, in the background, and another in its place when the settings say so; the status tells how
/// far that is. One is loaded at a time, and each that was made is disposed of once. Thread-safe.
/// </summary>
/// <param name="openBackend">Makes it, by settings; it is loaded, and disposed of, here.</param>
/// <param name="status">Is kept up to date.</param>
/// <param name="activity">Describes an engine that is loaded.</param>
/// <param name="loaded">Is called when one is loaded.</param>
/// <param name="log">Is given lines for the log; they hold no source text.</param>
internal sealed class BackendLoader(
    Func<BackendSettings, IBackend> openBackend, LiveStatus status, Activity activity, Action loaded, Action<string> log) : IDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private CancellationTokenSource _loading = new();
    private Task _lastLoad = Task.CompletedTask;
    private BackendSettings? _settings;
    private volatile IBackend? _current;
    private volatile IBackend? _loaded;
    private bool _isDisposed;

    /// <summary>What writes completions; <see langword="null"/> before the first was asked for. It may not be loaded yet.</summary>
    public IBackend? Current => _current;

    /// <summary>The same, once it is loaded.</summary>
    public IBackend? Loaded => _loaded;

    /// <summary>Loads another one if the settings say another than was loaded; nothing if none was yet.</summary>
    public void Apply(BackendSettings settings)
    {
        lock (_gate)
        {
            if (_settings is null || _settings == settings)
                return;
        }

        Load(settings);
    }

    /// <summary>Begins to load one by settings; the one before ends.</summary>
    public void Load(BackendSettings settings)
    {
        // Before it begins: one that is loaded at once must not be taken for one that is being loaded.
        _ = status.Change(Loading);
        IBackend backend = openBackend(settings);
        CancellationTokenSource superseded;
        lock (_gate)
        {
            if (_isDisposed)
            {
                _lastLoad = Task.WhenAll(_lastLoad, backend.DisposeAsync().AsTask());
                return;
            }

            superseded = _loading;
            _loading = new CancellationTokenSource();
            CancellationToken cancellationToken = _loading.Token;
            IBackend? old = _current;
            Task before = _lastLoad;
            _current = backend;
            _loaded = null;
            _settings = settings;
            _lastLoad = Task.Run(() => LoadAsync(backend, old, before, cancellationToken), CancellationToken.None);
        }

        // What the one before still has to tell is nothing to anybody.
        superseded.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CancellationTokenSource loading;
        Task last;
        lock (_gate)
        {
            _isDisposed = true;
            loading = _loading;
            last = _lastLoad;
        }

        loading.Cancel();
        Task ended = _current is { } current ? Task.WhenAll(current.DisposeAsync().AsTask(), last) : last;
        if (!ended.Wait(EndLimit))
            log($"The loading of the model didn't end within {EndLimit.TotalSeconds:F0} s; please report this.");
    }

    private async Task LoadAsync(IBackend backend, IBackend? old, Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(false);
        var progress = new LoadReport(percent => Report(last => last with { Percent = percent }));
        try
        {
            Report(Loading);

            // First the one goes, then the other comes: there isn't memory for two models everywhere.
            if (old is not null)
                await old.DisposeAsync().ConfigureAwait(false);
            backend.Changed += () => _ = activity.Renew();
            cancellationToken.ThrowIfCancellationRequested();
            BackendDescription description = await backend.LoadAsync(progress, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            Report(last => activity.Describe(last with
            {
                State = EngineState.Ready,
                Percent = null,
                Model = description.Model,
                ExecutionProvider = description.ExecutionProvider,
                Destination = description.Destination,
            }));
            TakeLoaded(backend);
            if (description.Remark is { } remark)
                log(remark);
        }
        catch (Exception exception) when (exception is OperationCanceledException or BackendGoneException && cancellationToken.IsCancellationRequested)
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
            Report(last => last with { State = EngineState.Error, Message = message, Percent = null });
        }

        void Report(Func<EngineStatus, EngineStatus> change)
        {
            _ = status.Change(last => cancellationToken.IsCancellationRequested ? last : change(last));
        }
    }

    private void TakeLoaded(IBackend backend)
    {
        lock (_gate)
        {
            if (_current != backend)
                return;
            _loaded = backend;
        }

        loaded();
    }

    private static EngineStatus Loading(EngineStatus last) =>
        last with { State = EngineState.Loading, Message = EngineStatus.LoadingMessage };
}
