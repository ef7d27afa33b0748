using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Insight;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Holds the tasks that nobody waits for, so that each has an owner: whoever ends what they work for waits here until they
/// have ended. Thread-safe.
/// </summary>
/// <param name="failures">Is told of what must not happen.</param>
internal sealed class BackgroundTasks(Failures failures)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>How many run now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _running.Count;
        }
    }

    /// <summary>Runs a task. That it is cancelled, overtaken or can't be done is nothing to anybody.</summary>
    /// <param name="what">What it does, as the beginning of a sentence.</param>
    /// <param name="work">The task; it runs on the thread pool and ends when what it works for does.</param>
    public void Run(string what, Func<Task> work)
    {
        // It is held before it can end.
        Task<Task> begun = new(() => GuardAsync(what, work));
        Task whole = begun.Unwrap();
        lock (_gate)
            _running.Add(whole);
        _ = whole.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        begun.Start(TaskScheduler.Default);
    }

    /// <summary>Waits until all have ended that run now.</summary>
    public Task WhenEnded()
    {
        lock (_gate)
            return Task.WhenAll(_running);
    }

    private void Forget(Task ended)
    {
        lock (_gate)
            _running.Remove(ended);
    }

    private async Task GuardAsync(string what, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or OvertakenException or BackendGoneException or EngineException)
        {
            // The user went on; or it can't be, and whoever asks for it will be told.
        }
        catch (Exception exception)
        {
            failures.Tell(what, exception);
        }
    }
}
