using LspCompletion.Engine;

namespace LspCompletion.Server.Backends;

/// <summary>
/// A backend that the model in this process stands in for while it fails. After a failure it is let alone for a while,
/// longer each time, so that nobody waits for it again and again. The model is loaded when it is first needed, and let go
/// once it no longer is.
/// </summary>
/// <param name="first">The backend.</param>
/// <param name="openSecond">Makes the one that stands in.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Is given lines for the log; they hold no source text.</param>
internal sealed class FallbackBackend(IBackend first, Func<IBackend> openSecond, TimeProvider clock, Action<string> log) : IBackend
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private (IBackend Backend, Task<BackendDescription> Loading)? _second;
    private bool _isFirstLoaded;
    private TimeSpan _pause = ShortestPause;
    private long _failedAt;
    private string? _failure;

    /// <inheritdoc/>
    public event Action? Changed
    {
        add
        {
            _changed += value;
            first.Changed += value;
        }

        remove
        {
            _changed -= value;
            first.Changed -= value;
        }
    }

    private event Action? _changed;

    /// <inheritdoc/>
    public string? Trouble => _failure is { } failure ? $"the model in this process writes meanwhile: {failure}" : first.Trouble;

    /// <inheritdoc/>
    public CacheUsage Cache => _failure is null ? first.Cache : _second?.Backend.Cache ?? CacheUsage.None;

    /// <inheritdoc/>
    public async Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            BackendDescription description = await first.LoadAsync(progress, cancellationToken).ConfigureAwait(false);
            _isFirstLoaded = true;
            return description;
        }
        catch (EngineException exception)
        {
            // What can't even be begun with needs other settings; until they come, the other one writes.
            Failed(exception);
            return await OpenSecond(progress).Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        if (IsFirstDue)
        {
            bool hasText = false;
            try
            {
                CompletionResult result = await first
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

        IBackend second = await SecondAsync(cancellationToken).ConfigureAwait(false);
        return await second.CompleteAsync(document, request, onText, urgency, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken)
    {
        IBackend backend = IsFirstDue ? first : await SecondAsync(cancellationToken).ConfigureAwait(false);
        await backend.WarmAsync(document, request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Forget(string document)
    {
        first.Forget(document);
        _second?.Backend.Forget(document);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IBackend? second;
        lock (_gate)
        {
            if (_disposing.IsCancellationRequested)
                return;
            _disposing.Cancel();
            second = _second?.Backend;
        }

        first.Dispose();
        second?.Dispose();
    }

    /// <summary>Whether the first one is asked: it works, or it was let alone for long enough.</summary>
    private bool IsFirstDue
    {
        get
        {
            lock (_gate)
                return _isFirstLoaded && (_failure is null || clock.GetElapsedTime(_failedAt) >= _pause);
        }
    }

    private void Failed(EngineException exception)
    {
        lock (_gate)
        {
            _pause = _failure is null ? ShortestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, _pause.Ticks * 2));
            _failedAt = clock.GetTimestamp();
            if (_failure == exception.Message)
                return;
            _failure = exception.Message;
        }

        log($"{exception.Message} The model in this process writes meanwhile.");
        _changed?.Invoke();
    }

    private void Succeeded()
    {
        IBackend? second;
        lock (_gate)
        {
            if (_failure is null)
                return;

            _failure = null;
            second = _second?.Backend;
            _second = null;
        }

        if (second is not null)
            _ = Task.Run(second.Dispose);
        _changed?.Invoke();
    }

    private async Task<IBackend> SecondAsync(CancellationToken cancellationToken)
    {
        (IBackend second, Task<BackendDescription> loading) = OpenSecond(progress: null);
        await loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        return second;
    }

    private (IBackend Backend, Task<BackendDescription> Loading) OpenSecond(IProgress<double>? progress)
    {
        lock (_gate)
        {
            _disposing.Token.ThrowIfCancellationRequested();
            if (_second is { } opened)
                return opened;

            IBackend second = openSecond();
            _second = (second, second.LoadAsync(progress ?? new Progress<double>(), _disposing.Token));
            return _second.Value;
        }
    }
}
