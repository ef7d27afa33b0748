using System.Collections.Concurrent;
using LspCompletion.Engine;
using LspCompletion.Server.Backends;

namespace LspCompletion.Server.Tests.Workspace;

/// <summary>A backend that writes nothing and remembers all that it is told.</summary>
internal sealed class MemoryDouble : IBackend
{
    private int _told;

    public event Action? Changed
    {
        add { }
        remove { }
    }

    public string? Trouble => null;

    public CacheUsage Cache => CacheUsage.None;

    /// <summary>The files that are remembered now, by folder and path.</summary>
    public ConcurrentDictionary<(string Folder, string Path), string> Files { get; } = new();

    /// <summary>How often files were told that are there.</summary>
    public int Told => _told;

    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) =>
        Task.FromResult(new BackendDescription("double", null, null));

    public Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<MemoryUsage> RememberAsync(string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken)
    {
        foreach (RememberedFile file in files)
        {
            if (file.Text is { } text)
            {
                Files[(folder, file.Path)] = text;
                Interlocked.Increment(ref _told);
            }
            else
            {
                Files.TryRemove((folder, file.Path), out _);
            }
        }

        return Task.FromResult(new MemoryUsage(Files.Keys.Count(file => file.Folder == folder), 0, 1 << 20));
    }

    public void ForgetFolder(string folder)
    {
        foreach ((string Folder, string Path) file in Files.Keys.Where(file => file.Folder == folder))
            Files.TryRemove(file, out _);
    }

    public void Forget(string document)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
