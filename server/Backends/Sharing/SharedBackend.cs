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
    private Task<(SharedEngineConnection Connection, BackendDescription Description)>? _opening;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string? Trouble => Current?.Trouble;

    /// <inheritdoc/>
    public CacheUsage Cache { get; private set; } = CacheUsage.None;

    /// <inheritdoc/>
    public async Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) =>
        (await OpenAsync(progress).WaitAsync(cancellationToken).ConfigureAwait(false)).Description;

    /// <inheritdoc/>
    public async Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
        TimeSpan? limit = request.Decoding.TimeLimit + QueueLimit;
        int given = 0;
        for (int tries = 0; ; tries++)
        {
            (SharedEngineConnection connection, _) = await OpenAsync(progress: null).WaitAsync(either.Token).ConfigureAwait(false);
            int heard = 0;
            try
            {
                Task<SharedAnswer> answering = connection.CompleteAsync(
                    document, request, onText is null ? null : Hear, urgency, either.Token);
                SharedAnswer answer = await answering
                    .WaitAsync(limit ?? Timeout.InfiniteTimeSpan, clock, CancellationToken.None).ConfigureAwait(false);
                Cache = answer.Cache;
                return answer.Result;
            }
            catch (ConnectionLostException) when (either.IsCancellationRequested || urgency == Urgency.Idle)
            {
                throw new OperationCanceledException(either.Token);
            }
            catch (ConnectionLostException) when (tries < MostRetries)
            {
                // It died; the next one is asked the same, and writes the same.
            }
            catch (ConnectionLostException exception)
            {
                throw new EngineException("The process that runs the model for all windows ends again and again; please report this.", exception);
            }
            catch (TimeoutException exception)
            {
                // One that hangs must not hold this server up: the next request finds another one, or none.
                connection.Dispose();
                throw new EngineException("The process that runs the model for all windows doesn't answer.", exception);
            }

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
    public async Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken)
    {
        try
        {
            (SharedEngineConnection connection, _) = await OpenAsync(progress: null).WaitAsync(cancellationToken).ConfigureAwait(false);
            Cache = await connection.WarmAsync(document, request, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionLostException exception)
        {
            throw new OperationCanceledException("The process has gone.", exception);
        }
    }

    /// <inheritdoc/>
    public void Forget(string document) => Current?.Forget(document);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposing.Cancel();
            Current?.Dispose();
        }
    }

    /// <summary>The connection, if there is one.</summary>
    private SharedEngineConnection? Current => _opening is { IsCompletedSuccessfully: true } opened ? opened.Result.Connection : null;

    /// <summary>
    /// The connection, a new one if the last was lost. Whoever waits for it may give up; it is made all the same.
    /// </summary>
    private Task<(SharedEngineConnection Connection, BackendDescription Description)> OpenAsync(IProgress<double>? progress)
    {
        lock (_gate)
        {
            _disposing.Token.ThrowIfCancellationRequested();
            if (_opening is null or { IsCompletedSuccessfully: true, Result.Connection.IsLost: true } or { IsFaulted: true } or { IsCanceled: true })
            {
                Current?.Dispose();
                _opening = Task.Run(() => OpenNowAsync(progress, _disposing.Token));
            }

            return _opening;
        }
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
                if (await address.TryConnectAsync(ConnectStep, cancellationToken).ConfigureAwait(false) is { } pipe)
                {
                    SharedEngineConnection connection = new(pipe, () => Changed?.Invoke(), log);
                    try
                    {
                        BackendDescription description = await connection
                            .LoadAsync(SharedEngineAddress.Version, progress, cancellationToken).ConfigureAwait(false);
                        return (connection, description);
                    }
                    catch (ConnectionLostException)
                    {
                        // It was just about to end, or died while it was loading.
                        connection.Dispose();
                    }
                    catch
                    {
                        connection.Dispose();
                        throw;
                    }
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
}
