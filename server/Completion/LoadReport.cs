namespace LspCompletion.Server.Completion;

/// <summary>Tells of the loading of a model in whole percents, each once.</summary>
/// <param name="onPercent">Is given the percents, on the thread that loads.</param>
internal sealed class LoadReport(Action<int> onPercent) : IProgress<double>
{
    private int _percent = -1;

    /// <inheritdoc/>
    public void Report(double value)
    {
        int percent = (int)(value * 100);
        if (Interlocked.Exchange(ref _percent, percent) != percent)
            onPercent(percent);
    }
}
