namespace LspCompletion.Server.Backends.Sharing;

/// <summary>The loading of the model that all servers wait for, those that connect in its midst as well.</summary>
internal sealed class SharedLoading : IProgress<double>
{
    private readonly Action<double> _onProgress;
    private double _share;

    /// <param name="backend">What is loaded.</param>
    /// <param name="onProgress">Is told the share that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public SharedLoading(LocalBackend backend, Action<double> onProgress, CancellationToken cancellationToken)
    {
        _onProgress = onProgress;
        Done = backend.LoadAsync(this, cancellationToken);
    }

    /// <summary>Done when the model is loaded.</summary>
    public Task<BackendDescription> Done { get; }

    /// <summary>The share that is done, from 0 to 1.</summary>
    public double Share => Volatile.Read(ref _share);

    /// <inheritdoc/>
    public void Report(double value)
    {
        Volatile.Write(ref _share, value);
        _onProgress(value);
    }
}
