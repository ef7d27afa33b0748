using LspCompletion.Server.Backends;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Workspace;

namespace LspCompletion.Server.Completion;

/// <summary>
/// What the engine does, as the user sees it: puts the status together from what there is that writes, what the compilers
/// say, and whether somebody waits. Thread-safe.
/// </summary>
/// <param name="status">The status.</param>
/// <param name="backend">What writes, as it is now.</param>
/// <param name="insights">The compilers.</param>
/// <param name="memory">What is remembered of the workspace.</param>
/// <param name="configuration">What the user and the client have set, as it is now.</param>
internal sealed class Activity(
    LiveStatus status, Func<IBackend?> backend, LanguageInsights insights, Func<WorkspaceMemory> memory, Func<WorkspaceConfiguration> configuration)
{
    private int _writing;

    /// <summary>Why nothing can be completed now; <see langword="null"/> if it can.</summary>
    public string? Refusal => status.Current is { State: EngineState.Loading or EngineState.Error } now ? now.Message : null;

    /// <summary>Somebody waits for the model from now on, until what is returned is disposed of.</summary>
    public IDisposable Write()
    {
        Interlocked.Increment(ref _writing);
        _ = Renew();
        return new Ending(this);
    }

    /// <summary>Something that the status tells of is another one.</summary>
    /// <returns>Done when all that listen have heard of it.</returns>
    public Task Renew() => status.Change(Describe);

    /// <summary>An answer was given.</summary>
    /// <returns>Done when all that listen have heard of it.</returns>
    public Task Answered(CompletionRecord record) => status.Change(before => Describe(before) with { Last = record });

    /// <summary>The status of an engine that is loaded; loading and errors stay what they are.</summary>
    public EngineStatus Describe(EngineStatus before)
    {
        if (before.State is EngineState.Loading or EngineState.Error)
            return before;
        if (!configuration().Settings.Enabled)
            return before with { State = EngineState.Paused, Message = "Suggestions are turned off." };
        if (Volatile.Read(ref _writing) > 0)
            return before with { State = EngineState.Busy, Message = "Completing." };

        string[] parts =
        [
            backend()?.Trouble is { } trouble ? $"Ready, but {trouble}" : "Ready.",
            before.Destination is { } destination ? $"The text around the cursor is sent to {destination}." : "",
            insights.Message,
            memory().Message,
        ];
        return before with { State = EngineState.Ready, Message = string.Join(' ', parts.Where(part => part.Length > 0)) };
    }

    private sealed class Ending(Activity activity) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref activity._writing);
            _ = activity.Renew();
        }
    }
}
