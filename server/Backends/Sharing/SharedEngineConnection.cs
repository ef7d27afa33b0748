using System.Collections.Concurrent;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using StreamJsonRpc;

namespace LspCompletion.Server.Backends.Sharing;

/// <summary>A server's connection to the process that runs its model.</summary>
internal sealed class SharedEngineConnection : IDisposable
{
    private readonly SharingConnection _connection;
    private readonly Action _changed;
    private readonly Action<string> _log;
    private readonly ConcurrentDictionary<long, (Action<string>? OnText, INameGuide? Guide)> _running = new();
    private volatile IProgress<double>? _progress;
    private volatile string? _trouble;
    private volatile bool _isLost;
    private long _lastId;

    /// <param name="pipe">The way to the process; it is closed at the end.</param>
    /// <param name="changed">Is told when <see cref="Trouble"/> is another one.</param>
    /// <param name="log">Is given the process' lines for the log.</param>
    public SharedEngineConnection(Stream pipe, Action changed, Action<string> log)
    {
        _changed = changed;
        _log = log;
        _connection = new SharingConnection(pipe, this);
        _connection.StartListening();
    }

    /// <summary>What is not as it should be, as the process says.</summary>
    public string? Trouble => _trouble;

    /// <summary>Whether the process has gone.</summary>
    public bool IsLost => _isLost || _connection.Completion.IsCompleted;

    /// <summary>Waits until the model is loaded.</summary>
    /// <exception cref="EngineException">It can't be, or the process is of another version.</exception>
    /// <exception cref="ConnectionLostException">The process has gone.</exception>
    [JsonRpcIgnore]
    public Task<BackendDescription> LoadAsync(string version, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _progress = progress;
        return InvokeAsync<BackendDescription>(SharingMethods.Load, [version], cancellationToken);
    }

    /// <summary>Completes a document.</summary>
    /// <exception cref="EngineException">It can't be completed.</exception>
    /// <exception cref="OvertakenException">Idle work gave way.</exception>
    /// <exception cref="ConnectionLostException">The process has gone.</exception>
    [JsonRpcIgnore]
    public async Task<SharedAnswer> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        long id = Interlocked.Increment(ref _lastId);
        _running.TryAdd(id, (onText, request.Guide));
        try
        {
            return await InvokeAsync<SharedAnswer>(
                SharingMethods.Complete,
                [new SharedRequest(id, document, request with { Guide = null }, urgency, request.Guide is not null, onText is not null)],
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    /// <summary>Computes a prompt in idle time.</summary>
    /// <exception cref="EngineException">It can't be computed.</exception>
    /// <exception cref="OvertakenException">It gave way.</exception>
    /// <exception cref="ConnectionLostException">The process has gone.</exception>
    [JsonRpcIgnore]
    public Task<CacheUsage> WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) =>
        InvokeAsync<CacheUsage>(SharingMethods.Warm, [document, request with { Guide = null }], cancellationToken);

    /// <summary>Remembers source files of a folder.</summary>
    /// <exception cref="EngineException">It can't be.</exception>
    /// <exception cref="ConnectionLostException">The process has gone.</exception>
    [JsonRpcIgnore]
    public Task<MemoryUsage> RememberAsync(string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken) =>
        InvokeAsync<MemoryUsage>(SharingMethods.Remember, [folder, files], cancellationToken);

    /// <summary>Tells that this server no longer works in a folder.</summary>
    [JsonRpcIgnore]
    public void ForgetFolder(string folder) => _connection.Tell(SharingMethods.ForgetFolder, folder);

    /// <summary>Tells that a document was closed.</summary>
    [JsonRpcIgnore]
    public void Forget(string document) => _connection.Tell(SharingMethods.Forget, document);

    /// <inheritdoc/>
    [JsonRpcIgnore]
    public void Dispose() => _connection.Dispose();

    /// <summary>The process tells how much of the model is loaded.</summary>
    [JsonRpcMethod(SharingMethods.Progress)]
    public void HearProgress(double share) => _progress?.Report(share);

    /// <summary>The process tells the next piece of a completion.</summary>
    [JsonRpcMethod(SharingMethods.Text)]
    public void HearText(long id, string text)
    {
        if (_running.TryGetValue(id, out var request))
            request.OnText?.Invoke(text);
    }

    /// <summary>The process asks which names may come.</summary>
    /// <exception cref="InvalidOperationException">The completion is over: what its guide would say isn't known.</exception>
    [JsonRpcMethod(SharingMethods.Names)]
    public AllowedNames? FindNames(long id, string written) => _running.TryGetValue(id, out var request) && request.Guide is { } guide
        ? guide.NamesAfter(written)
        : throw new InvalidOperationException("The completion is over.");

    /// <summary>The process tells what is not as it should be.</summary>
    [JsonRpcMethod(SharingMethods.Trouble)]
    public void HearTrouble(string? trouble)
    {
        _trouble = trouble;
        _changed();
    }

    /// <summary>The process has a line for the log.</summary>
    [JsonRpcMethod(SharingMethods.Log)]
    public void HearLine(string line) => _log(line);

    private async Task<T> InvokeAsync<T>(string method, object?[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await _connection.InvokeWithCancellationAsync<T>(method, arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (RemoteInvocationException exception) when (exception.ErrorCode == SharingMethods.ErrorForUser)
        {
            throw new EngineException(exception.Message, exception);
        }
        catch (RemoteInvocationException exception) when (exception.ErrorCode == SharingMethods.Overtaken)
        {
            throw new OvertakenException();
        }
        catch (RemoteInvocationException exception) when (exception.ErrorCode == SharingMethods.Gone)
        {
            throw Lost(exception);
        }
        catch (RemoteInvocationException exception)
        {
            throw new EngineException(
                $"The process that runs the model for all windows failed ({exception.Message}); please report this.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // It takes back what it was asked while it ends.
            throw Lost(exception);
        }
        catch (Exception exception) when (exception is ConnectionLostException or ObjectDisposedException)
        {
            throw Lost(exception);
        }
    }

    private ConnectionLostException Lost(Exception exception)
    {
        // It may be found out by whoever asks before the connection itself knows.
        _isLost = true;
        return new ConnectionLostException("The process that runs the model has gone.", exception);
    }
}
