using LspCompletion.Server.Files;
using LspCompletion.Server.Tests.CSharp;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Files;

public sealed class FolderWatcherTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task More_changes_than_the_system_can_tell_are_told_as_lost()
    {
        using var isBusy = new ManualResetEventSlim();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FolderWatcher(_folder.Path, (_, _) => true, _ => isBusy.Wait(Patience.Limit), () => lost.TrySetResult(), Assert.Fail);
        try
        {
            // Nobody takes the changes out of the system's queue meanwhile.
            for (int i = 0; i < 10_000; i++)
            {
                string path = _folder.Write($"File{i % 2}.cs", "x");
                File.Delete(path);
            }
        }
        finally
        {
            isBusy.Set();
        }

        await lost.Task.WithPatienceAsync("the loss to be told");
    }
}
