namespace LspCompletion.Tests;

/// <summary>
/// Waiting that comes to an end: long enough for any machine that has other things to do, and what didn't come is named.
/// </summary>
internal static class Patience
{
    /// <summary>How long anything may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>How long a program may take that installs or computes much.</summary>
    public static readonly TimeSpan LongLimit = TimeSpan.FromMinutes(30);

    private const int LongestPauseMs = 100;

    /// <summary>Waits for what somebody else does.</summary>
    /// <param name="task">What is waited for.</param>
    /// <param name="wanted">The same in words, behind "waited in vain for".</param>
    /// <param name="seen">What is told besides if it doesn't come.</param>
    /// <param name="limit">How long; <see cref="Limit"/> if nothing is said.</param>
    public static async Task WithPatienceAsync(
        this Task task, string wanted, Func<string>? seen = null, TimeSpan? limit = null)
    {
        try
        {
            await task.WaitAsync(limit ?? Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw InVain(wanted, seen, limit ?? Limit);
        }
    }

    /// <inheritdoc cref="WithPatienceAsync(Task, string, Func{string}?, TimeSpan?)"/>
    public static async Task<T> WithPatienceAsync<T>(
        this Task<T> task, string wanted, Func<string>? seen = null, TimeSpan? limit = null)
    {
        await ((Task)task).WithPatienceAsync(wanted, seen, limit);
        return await task;
    }

    /// <summary>Looks again and again until something is so.</summary>
    /// <param name="isSo">Whether it is.</param>
    /// <param name="wanted">The same in words, behind "waited in vain for".</param>
    /// <param name="seen">What is told besides if it doesn't come.</param>
    public static Task UntilAsync(Func<bool> isSo, string wanted, Func<string>? seen = null) =>
        UntilAsync(() => Task.FromResult(isSo()), wanted, seen);

    /// <inheritdoc cref="UntilAsync(Func{bool}, string, Func{string}?)"/>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string wanted, Func<string>? seen = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        for (int pauseMs = 2; !await isSo(); pauseMs = Math.Min(2 * pauseMs, LongestPauseMs))
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit)
                throw InVain(wanted, seen, Limit);
            await Task.Delay(pauseMs, TestContext.Current.CancellationToken);
        }
    }

    private static TimeoutException InVain(string wanted, Func<string>? seen, TimeSpan limit) =>
        new($"Waited {limit.TotalMinutes} minutes in vain for {wanted}." + (seen is null ? "" : $" There is: {seen()}"));
}
