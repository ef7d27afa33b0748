using LspCompletion.Server.Commands.Conventions;
using Spectre.Console;

namespace LspCompletion.Server.Commands.Replay;

/// <summary>A progress bar for each file, where somebody watches.</summary>
internal static class ReplayProgress
{
    /// <summary>Does the work for each item and shows how far it is.</summary>
    /// <param name="console">Where the bars go; nothing is shown if it is not a terminal.</param>
    /// <param name="items">What to work on.</param>
    /// <param name="describe">What to call an item beside its bar.</param>
    /// <param name="work">The work on one item; it tells the share that is done, from 0 to 1.</param>
    public static IReadOnlyList<TResult> Run<TItem, TResult>(
        IAnsiConsole console,
        IReadOnlyList<TItem> items,
        Func<TItem, string> describe,
        Func<TItem, Action<double>, TResult> work)
    {
        if (!console.Profile.Capabilities.Interactive)
            return [.. items.Select(item => work(item, _ => { }))];

        return WorkProgress.Bars(console).Start(progress =>
        {
            List<ProgressTask> bars =
                [.. items.Select(item => progress.AddTask(Markup.Escape(describe(item)), autoStart: false, maxValue: 1))];
            return items.Zip(bars, (item, bar) =>
            {
                bar.StartTask();
                TResult result = work(item, share => bar.Value = share);
                bar.Value = bar.MaxValue;
                return result;
            }).ToList();
        });
    }
}
