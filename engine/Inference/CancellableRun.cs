using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// The steps of one request, and what ends them. A cancelled token ends even the step that is running, and its work is
/// lost: ONNX Runtime looks at the flag between the graph's nodes, so that takes milliseconds. That the time is over is
/// looked at between steps, by whoever makes them, so that none is lost.
/// </summary>
internal sealed class CancellableRun : IDisposable
{
    private readonly RunOptions _options = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan? _limit;
    private readonly long _start;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;

    public CancellableRun(CancellationToken cancellationToken)
        : this(TimeProvider.System, limit: null, cancellationToken)
    {
    }

    /// <param name="clock">The time.</param>
    /// <param name="limit">How long the run may take from now on; <see langword="null"/>: as long as it takes.</param>
    /// <param name="cancellationToken">Ends the run at once.</param>
    public CancellableRun(TimeProvider clock, TimeSpan? limit, CancellationToken cancellationToken)
    {
        _clock = clock;
        _limit = limit;
        _start = clock.GetTimestamp();
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, _options);
    }

    /// <summary>Whether the time limit is reached.</summary>
    public bool IsTimeOver => _limit is { } limit && _clock.GetElapsedTime(_start) >= limit;

    /// <summary>Extends a cache: <see cref="IKeyValueCache.Extend"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before or within the step; the cache is as it was.</exception>
    public ReadOnlySpan<float> Extend(IKeyValueCache cache, scoped ReadOnlySpan<int> tokens, int source, int logitRows)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return cache.Extend(tokens, source, logitRows, _options);
        }
        catch (OnnxRuntimeException exception) when (_cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The step was ended.", exception, _cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Waits for a cancellation that is setting the flag just now.
        _registration.Dispose();
        _options.Dispose();
    }
}
