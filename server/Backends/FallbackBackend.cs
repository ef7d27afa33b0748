using LspCompletion.Engine;

namespace LspCompletion.Server.Backends;

/// <summary>
/// A backend that a model on this machine stands in for while it fails. After a failure, of loading too, it is let alone
/// for a while, longer each time, and then tried again. The model is loaded when it is first needed, and let go once it no
/// longer is.
/// </summary>
internal sealed class FallbackBackend : IBackend
{
    private readonly IBackend _first;
    private readonly StandIn _second;
    private readonly string? _destination;
    private readonly Action<string> _log;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly RetryPause _pause;
    private Task? _loading;
    private Task _reloading = Task.CompletedTask;
    private bool _isFirstLoaded;
    private bool _isDisposed;
    private string? _failure;

    /// <param name="first">The backend; it is disposed of with this one.</param>
    /// <param name="openSecond">Makes the one that stands in.</param>
    /// <param name="destination">The machine that text is sent to whenever the first one writes.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Is given lines for the log; they hold no source text.</param>
    public FallbackBackend(IBackend first, Func<IBackend> openSecond, string? destination, TimeProvider clock, Action<string> log)
    {
        _first = first;
        _second = new StandIn(openSecond, clock, log);
        _destination = destination;
        _log = log;
        _pause = new RetryPause(clock);
        _first.Changed += () => Changed?.Invoke();
        _second.Changed += () => Changed?.Invoke();
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string? Trouble => Failure switch
    {
        null => _first.Trouble,
        { } failure when _second.Failure is { } other => $"nothing writes: {failure} And the model on this machine: {other}",
        { } failure => $"a model on this machine writes meanwhile: {failure}",
    };

    /// <inheritdoc/>
    public CacheUsage Cache => Failure is null ? _first.Cache : _second.Current?.Cache ?? CacheUsage.None;

    /// <inheritdoc/>
    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        Task<BackendDescription> loading = LoadNowAsync(progress, cancellationToken);
        lock (_gate)
            _loading = loading;
        return loading;
    }

    /// <inheritdoc/>
    public async Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        if (await IsFirstDueAsync(cancellationToken).ConfigureAwait(false))
        {
            bool hasText = false;
            try
            {
                CompletionResult result = await _first
                    .CompleteAsync(document, request, onText is null ? null : Show, urgency, cancellationToken).ConfigureAwait(false);
                Succeeded();
                return result;
            }
            catch (EngineException exception)
            {
                // Another model would write on differently from what is shown already.
                Failed(exception);
                if (hasText)
                    throw;
            }

            void Show(string text)
            {
                hasText = true;
                onText!(text);
            }
        }

        return await _second.UseAsync(
            (backend, _) => backend.CompleteAsync(document, request, onText, urgency, cancellationToken),
            new Progress<double>(),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken)
    {
        if (await IsFirstDueAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                // It may do nothing at all, so success says nothing.
                await _first.WarmAsync(document, request, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (EngineException exception)
            {
                Failed(exception);
                throw;
            }
        }

        await _second.UseAsync(
            async (backend, _) =>
            {
                await backend.WarmAsync(document, request, cancellationToken).ConfigureAwait(false);
                return true;
            },
            new Progress<double>(),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<MemoryUsage> RememberAsync(string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken) =>
        (Failure is null ? _first : _second.Current ?? _first).RememberAsync(folder, files, cancellationToken);

    /// <inheritdoc/>
    public void ForgetFolder(string folder)
    {
        _first.ForgetFolder(folder);
        _second.Current?.ForgetFolder(folder);
    }

    /// <inheritdoc/>
    public void Forget(string document)
    {
        _first.Forget(document);
        _second.Current?.Forget(document);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task reloading;
        lock (_gate)
        {
            _isDisposed = true;
            reloading = _reloading;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        await _first.DisposeAsync().ConfigureAwait(false);
        await _second.DisposeAsync().ConfigureAwait(false);
        await reloading.ConfigureAwait(false);
    }

    private string? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    private async Task<BackendDescription> LoadNowAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            BackendDescription description = await _first.LoadAsync(progress, cancellationToken).ConfigureAwait(false);
            FirstIsLoaded();
            return description;
        }
        catch (EngineException exception)
        {
            Failed(exception);
        }

        // It is tried again later, without another word on where text goes then.
        return await _second.UseAsync(
            (_, description) => Task.FromResult(description with { Destination = _destination }), progress, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the first one is asked: it works, or was let alone for long enough. One that couldn't be loaded is loaded in
    /// the background then, since nobody is to wait for that again.
    /// </summary>
    private async Task<bool> IsFirstDueAsync(CancellationToken cancellationToken)
    {
        Task? loading;
        lock (_gate)
            loading = _loading;
        if (loading is not null)
            await loading.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        lock (_gate)
        {
            if (_isDisposed || (!_isFirstLoaded && _failure is null))
                throw new BackendGoneException("There is no model: it was let go, or never loaded.");
            if (_isFirstLoaded)
                return _failure is null || _pause.IsOver;

            if (_pause.IsOver && _reloading.IsCompleted)
                _reloading = Task.Run(ReloadAsync, CancellationToken.None);
            return false;
        }
    }

    private async Task ReloadAsync()
    {
        try
        {
            await _first.LoadAsync(new Progress<double>(), _disposing.Token).ConfigureAwait(false);
            FirstIsLoaded();
            Succeeded();
        }
        catch (EngineException exception)
        {
            Failed(exception);
        }
        catch (Exception exception) when (exception is OperationCanceledException or BackendGoneException)
        {
            // Disposed of.
        }
    }

    private void FirstIsLoaded()
    {
        lock (_gate)
            _isFirstLoaded = true;
    }

    private void Failed(EngineException exception)
    {
        lock (_gate)
        {
            _pause.Begin();
            if (_failure == exception.Message)
                return;
            _failure = exception.Message;
        }

        _log($"{exception.Message} A model on this machine writes meanwhile.");
        Changed?.Invoke();
    }

    private void Succeeded()
    {
        lock (_gate)
        {
            if (_failure is null)
                return;
            _failure = null;
            _pause.End();
        }

        _second.LetGo();
        Changed?.Invoke();
    }
}
