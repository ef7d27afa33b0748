using Spectre.Console;

namespace LspCompletion.Server.Commands.Conventions;

/// <summary>A progress bar for one piece of work, where somebody watches.</summary>
internal static class WorkProgress
{
    /// <summary>Does the work and shows how far it is.</summary>
    /// <param name="console">Where the bar goes; nothing is shown if it is not a terminal.</param>
    /// <param name="description">What to call the work.</param>
    /// <param name="work">The work; it tells the share that is done, from 0 to 1.</param>
    public static TResult Run<TResult>(IAnsiConsole console, string description, Func<IProgress<double>?, TResult> work)
    {
        if (!console.Profile.Capabilities.Interactive)
            return work(null);

        return Bars(console).Start(progress => work(new Bar(progress.AddTask(Markup.Escape(description), maxValue: 1))));
    }

    /// <summary>Bars as every command shows them; they go when the work is done.</summary>
    public static Progress Bars(IAnsiConsole console) => console.Progress()
        .AutoClear(true)
        .Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());

    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
