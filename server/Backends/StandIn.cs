using LspCompletion.Engine;

namespace LspCompletion.Server.Backends;

/// <summary>
/// A backend that is opened when it is first needed, and let go once it no longer is and nobody uses it. One that can't be
/// loaded is disposed of, and another is tried after a pause. Owns each that it opens, to its end.
/// </summary>
/// <param name="open">Makes one.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Is given lines for the log; they hold no source text.</param>
internal sealed class StandIn(Func<IBackend> open, TimeProvider clock, Action<string> log) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly RetryPause _pause = new(clock);

    /// <summary>All that were opened and aren't ending yet: the current one, and those let go that are used still.</summary>
    private readonly HashSet<Opened> _held = [];
    private Opened? _current;
    private Task _ending = Task.CompletedTask;
    private string? _failure;
    private bool _isDisposed;

    /// <summary>Raised on any thread when <see cref="Failure"/> is another one.</summary>
    public event Action? Changed;

    /// <summary>The one that is open; it may not be loaded yet.</summary>
    public IBackend? Current
    {
        get
        {
            lock (_gate)
                return _current?.Backend;
        }
    }

    /// <summary>Why none could be loaded; <see langword="null"/> if one could, or none was needed.</summary>
    public string? Failure
    {
        get
        {
            lock (_gate)
                return _failure;
        }
    }

    /// <summary>Uses it, once it is loaded.</summary>
    /// <param name="use">The use; meanwhile it isn't let go.</param>
    /// <param name="progress">Is told the share of loading that is done, if that begins now.</param>
    /// <param name="cancellationToken">Gives up waiting; loading goes on.</param>
    /// <exception cref="EngineException">It can't be loaded, or couldn't a moment ago.</exception>
    /// <exception cref="BackendGoneException">Disposed of.</exception>
    /// <exception cref="OperationCanceledException">Cancelled by the token.</exception>
    public async Task<T> UseAsync<T>(
        Func<IBackend, BackendDescription, Task<T>> use, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Opened opened = Enter(progress);
        try
        {
            BackendDescription description = await opened.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await use(opened.Backend, description).ConfigureAwait(false);
        }
        finally
        {
            Leave(opened);
        }
    }

    /// <summary>It is no longer needed.</summary>
    public void LetGo()
    {
        lock (_gate)
        {
            Abandon(_current);
            _pause.End();
            _failure = null;
        }
    }

    /// <summary>Ends what is running; done when nothing is left of any that was opened.</summary>
    public async ValueTask DisposeAsync()
    {
        Task ending;
        lock (_gate)
        {
            _isDisposed = true;
            foreach (Opened opened in _held.ToArray())
                End(opened);
            ending = _ending;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        await ending.ConfigureAwait(false);
    }

    private Opened Enter(IProgress<double> progress)
    {
        lock (_gate)
        {
            if (_isDisposed)
                throw new BackendGoneException("The model that stood in was let go.");

            if (_current is null)
            {
                if (!_pause.IsOver)
                    throw new EngineException(_failure!);

                Opened opened = new(open());
                _held.Add(opened);
                _current = opened;
                Task before = _ending;
                opened.Loading = Task.Run(() => LoadAsync(opened, before, progress));
            }

            _current.Users++;
            return _current;
        }
    }

    private void Leave(Opened opened)
    {
        lock (_gate)
        {
            if (--opened.Users == 0 && opened != _current)
                End(opened);
        }
    }

    private async Task<BackendDescription> LoadAsync(Opened opened, Task before, IProgress<double> progress)
    {
        try
        {
            // First the one goes, then the other comes: there isn't memory for two models everywhere.
            await before.ConfigureAwait(false);
            BackendDescription description = await opened.Backend.LoadAsync(progress, _disposing.Token).ConfigureAwait(false);
            Tried(failure: null);
            return description;
        }
        catch (Exception exception) when (_disposing.IsCancellationRequested)
        {
            throw new BackendGoneException("The model that stood in was let go.", exception);
        }
        catch (Exception exception)
        {
            lock (_gate)
                Abandon(opened);
            Tried(exception.Message);
            throw exception as EngineException ?? BackendBorder.Failure("Loading the model", exception);
        }
    }

    private void Tried(string? failure)
    {
        bool isNew;
        lock (_gate)
        {
            isNew = _failure != failure;
            _failure = failure;
            if (failure is null)
                _pause.End();
            else
                _pause.Begin();
        }

        if (isNew)
            Changed?.Invoke();
    }

    /// <summary>Nobody is to use it from now on; the caller holds the lock.</summary>
    private void Abandon(Opened? opened)
    {
        if (_current == opened)
            _current = null;
        if (opened is { Users: 0 })
            End(opened);
    }

    /// <summary>Begins to dispose of it, once; the caller holds the lock.</summary>
    private void End(Opened opened)
    {
        if (_held.Remove(opened))
            _ending = Task.WhenAll(_ending, Task.Run(() => EndAsync(opened)));
    }

    private async Task EndAsync(Opened opened)
    {
        try
        {
            await opened.Backend.DisposeAsync().ConfigureAwait(false);
            await ((Task)opened.Loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception exception)
        {
            log(BackendBorder.Failure("Letting a model go", exception).Message);
        }
    }

    private sealed class Opened(IBackend backend)
    {
        public IBackend Backend => backend;

        /// <summary>Done when it is loaded. Set before anybody else sees it.</summary>
        public Task<BackendDescription> Loading { get; set; } = null!;

        public int Users { get; set; }
    }
}
