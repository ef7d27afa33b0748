namespace LspCompletion.Engine;

/// <summary>How much of loading a model is done, put together from its parts, which may run side by side.</summary>
/// <param name="whole">Is told the share that is done, from 0 to 1; <see langword="null"/> if nobody asks.</param>
internal sealed class LoadProgress(IProgress<double>? whole)
{
    private readonly Lock _gate = new();
    private double _done;

    /// <summary>A part, which is told of its own progress from 0 to 1.</summary>
    /// <param name="share">Its share of the whole.</param>
    public IProgress<double> Part(double share) => new Share(this, share);

    private void Add(double done)
    {
        // Told under the lock, so that progress never goes back.
        lock (_gate)
        {
            _done += done;
            whole?.Report(Math.Min(_done, 1));
        }
    }

    private sealed class Share(LoadProgress whole, double share) : IProgress<double>
    {
        private double _done;

        public void Report(double value)
        {
            whole.Add(share * (value - _done));
            _done = value;
        }
    }
}
