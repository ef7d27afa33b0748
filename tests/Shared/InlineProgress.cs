namespace LspCompletion.Tests;

/// <summary>Hears of progress at once, on the thread that tells; <see cref="Progress{T}"/> hears later, on others.</summary>
internal sealed class InlineProgress(Action<double> onReport) : IProgress<double>
{
    public void Report(double value) => onReport(value);
}
