using System.ComponentModel;
using System.Diagnostics;

namespace LspCompletion.Server.Protocol;

/// <summary>Waits for the end of the processes that the server belongs to.</summary>
internal sealed class ProcessWatch(CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when one of the watched processes has ended.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Watches a process from now on; one that has ended already counts, too.</summary>
    public void Watch(int processId) => _ = WatchAsync(processId);

    private async Task WatchAsync(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // There is no such process any more.
        }
        catch (Exception exception) when (exception is OperationCanceledException or Win32Exception or InvalidOperationException)
        {
            // Nobody wants to know any more; or it is another user's, and may not be watched.
            return;
        }

        _gone.TrySetResult();
    }
}
