using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// The steps of one request: a cancelled token ends even the step that is running. ONNX Runtime looks at the flag
/// between the graph's nodes, so that takes milliseconds.
/// </summary>
internal sealed class CancellableRun : IDisposable
{
    private readonly RunOptions _options = new();
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;

    public CancellableRun(CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, _options);
    }

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
