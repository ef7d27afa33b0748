using System.Diagnostics.CodeAnalysis;
using LspCompletion.Engine;
using StreamJsonRpc;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>
/// A model in a process that all windows of this machine share. It is started by whoever needs it first, and again when it
/// has died: what was asked of it then is asked of the new one.
/// </summary>
/// <param name="settings">Which model, and how to run it.</param>
/// <param name="program">Starts the process.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Is given lines for the log; they hold no source text.</param>
[SuppressMessage("Design", "CA1001", Justification = "Its token has neither timer nor wait handle; requests that end may still ask for it.")]
internal sealed class SharedBackend(EngineSettings settings, SharedEngineProgram program, TimeProvider clock, Action<string> log)
    : IBackend
{
    /// <summary>How often a completion is asked for again of a new process.</summary>
    private const int MostRetries = 2;

    private static readonly TimeSpan ConnectStep = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a process may take to begin to listen, on a machine that has much else to do.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long a completion may take beyond its own limit, since others have their turn first.</summary>
    private static readonly TimeSpan QueueLimit = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _disposing = new();
    private volatile CacheUsage _cache = CacheUsage.None;
    private Task<(SharedEngineConnection Connection, BackendDescription Description)>? _opening;
    private bool _isDisposed;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string? Trouble => Current?.Trouble;

    /// <inheritdoc/>
    public CacheUsage Cache => _cache;

    /// <inheritdoc/>
    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) => CrossAsync(
        async () => (await OpenAsync(progress).WaitAsync(cancellationToken).ConfigureAwait(false)).Description, cancellationToken);

    /// <inheritdoc/>
    public async Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        // Nobody waits for idle work, so it may be a long time before its turn comes.
        TimeSpan? limit = urgency == Urgency.Idle ? null : request.Decoding.TimeLimit + QueueLimit;
        int given = 0;
        SharedAnswer answer = await AskAsync(Ask, limit, cancellationToken).ConfigureAwait(false);
        _cache = answer.Cache;
        return answer.Result;

        Task<SharedAnswer> Ask(SharedEngineConnection connection, CancellationToken ending)
        {
            int heard = 0;
            return connection.CompleteAsync(document, request, onText is null ? null : Hear, urgency, ending);

            // What was given before is not given again.
            void Hear(string text)
            {
                int known = Math.Clamp(given - heard, 0, text.Length);
                heard += text.Length;
                if (known == text.Length)
                    return;

                given = heard;
                onText!(text[known..]);
            }
        }
    }

    /// <inheritdoc/>
    public async Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) => _cache =
        await AskAsync((connection, ending) => connection.WarmAsync(document, request, ending), limit: null, cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<MemoryUsage> RememberAsync(string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken) =>
        AskAsync((connection, ending) => connection.RememberAsync(folder, files, ending), limit: null, cancellationToken);

    /// <inheritdoc/>
    public void ForgetFolder(string folder) => Current?.ForgetFolder(folder);

    /// <inheritdoc/>
    public void Forget(string document) => Current?.Forget(document);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task<(SharedEngineConnection Connection, BackendDescription Description)>? opening;
        lock (_gate)
        {
            _isDisposed = true;
            opening = _opening;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        if (opening is null)
            return;

        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully)
            (await opening.ConfigureAwait(false)).Connection.Dispose();
    }

    /// <summary>The connection, if there is one.</summary>
    private SharedEngineConnection? Current
    {
        get
        {
            lock (_gate)
                return _opening is { IsCompletedSuccessfully: true } opened ? opened.Result.Connection : null;
        }
    }

    private Task<T> CrossAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        BackendBorder.CrossAsync("The process that runs the model for all windows", work, _disposing.Token, cancellationToken);

    /// <summary>Asks the process, and the next one if it dies meanwhile: it writes the same.</summary>
    private Task<T> AskAsync<T>(
        Func<SharedEngineConnection, CancellationToken, Task<T>> ask, TimeSpan? limit, CancellationToken cancellationToken) => CrossAsync(
        async () =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
            for (int tries = 0; ; tries++)
            {
                (SharedEngineConnection connection, _) = await OpenAsync(progress: null).WaitAsync(ending.Token).ConfigureAwait(false);
                Task<T> answering = ask(connection, ending.Token);
                try
                {
                    return await answering
                        .WaitAsync(limit ?? Timeout.InfiniteTimeSpan, clock, CancellationToken.None).ConfigureAwait(false);
                }
                catch (ConnectionLostException exception)
                {
                    ending.Token.ThrowIfCancellationRequested();
                    if (tries == MostRetries)
                    {
                        throw new EngineException(
                            "The process that runs the model for all windows ends again and again; please report this.", exception);
                    }
                }
                catch (TimeoutException exception)
                {
                    // One that hangs must not hold this server up: the next request finds another one, or none.
                    connection.Dispose();
                    await ((Task)answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw new EngineException("The process that runs the model for all windows doesn't answer.", exception);
                }
            }
        },
        cancellationToken);

    /// <summary>
    /// The connection, a new one if the last was lost. Whoever waits for it may give up; it is made all the same.
    /// </summary>
    private Task<(SharedEngineConnection Connection, BackendDescription Description)> OpenAsync(IProgress<double>? progress)
    {
        SharedEngineConnection? lost = null;
        Task<(SharedEngineConnection Connection, BackendDescription Description)> opening;
        lock (_gate)
        {
            if (_isDisposed)
                throw new BackendGoneException("The process that runs the model for all windows was let go.");

            if (_opening is null or { IsCompletedSuccessfully: true, Result.Connection.IsLost: true } or { IsFaulted: true } or { IsCanceled: true })
            {
                lost = _opening is { IsCompletedSuccessfully: true } opened ? opened.Result.Connection : null;
                _opening = Task.Run(() => OpenNowAsync(progress, _disposing.Token));
            }

            opening = _opening;
        }

        lost?.Dispose();
        return opening;
    }

    private async Task<(SharedEngineConnection Connection, BackendDescription Description)> OpenNowAsync(
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        SharedEngineAddress address = SharedEngineAddress.Of(settings, program.Folder);
        long start = clock.GetTimestamp();
        StartedEngine? started = null;
        try
        {
            while (clock.GetElapsedTime(start) < StartLimit)
            {
                if (await address.TryConnectAsync(ConnectStep, cancellationToken).ConfigureAwait(false) is { } pipe
                    && await TryLoadAsync(pipe, progress, cancellationToken).ConfigureAwait(false) is { } opened)
                {
                    return opened;
                }

                if (started is { HasEnded: true })
                {
                    if (await started.FailureAsync(cancellationToken).ConfigureAwait(false) is { } failure)
                        throw new EngineException($"The process that runs the model for all windows failed: {failure}");

                    // Another one was there first, and may be about to end.
                    started.Dispose();
                    started = null;
                    await Task.Delay(ConnectStep, clock, cancellationToken).ConfigureAwait(false);
                }

                started ??= program.Start(settings);
            }

            throw new EngineException(
                $"The process that runs the model for all windows did not begin to listen within {StartLimit.TotalSeconds:F0} s; " +
                "sharedEngine turns it off.");
        }
        finally
        {
            started?.Dispose();
        }
    }

    /// <summary>Waits until the process has loaded its model.</summary>
    /// <returns><see langword="null"/> if it was just about to end, or died while it was loading.</returns>
    private async Task<(SharedEngineConnection Connection, BackendDescription Description)?> TryLoadAsync(
        Stream pipe, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        SharedEngineConnection connection = new(pipe, () => Changed?.Invoke(), log);

        // A process that hangs would not even answer that it has given up.
        using CancellationTokenRegistration givingUp = cancellationToken.UnsafeRegister(
            static connection => ((SharedEngineConnection)connection!).Dispose(), connection);
        try
        {
            BackendDescription description = await connection
                .LoadAsync(SharedEngineAddress.Version, progress, cancellationToken).ConfigureAwait(false);
            return (connection, description);
        }
        catch (ConnectionLostException)
        {
            connection.Dispose();
            return null;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
