using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Memory;

namespace LspCompletion.Server.Backends;

/// <summary>
/// A model that a command has to itself, with one slot for all documents and on the thread of whoever asks: nobody types
/// meanwhile. It is loaded already, and not disposed of here.
/// </summary>
/// <param name="engine">The model.</param>
internal sealed class EngineBackend(CompletionEngine engine) : IBackend, IDisposable
{
    private readonly Slot _slot = engine.CreateSlot();

    /// <summary>What the project's other files are, for whoever asks to have them mixed in; <see langword="null"/> if nobody knows.</summary>
    public ProjectMemory? Project { get; set; }

    /// <inheritdoc/>
    public event Action? Changed
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public string? Trouble => null;

    /// <inheritdoc/>
    public CacheUsage Cache => CacheUsage.None;

    /// <inheritdoc/>
    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) =>
        Task.FromResult(new BackendDescription(engine.Manifest.Name, ExecutionProvider: null, Remark: null));

    /// <inheritdoc/>
    public Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken) =>
        CrossAsync(() => engine.Complete(_slot, request with { Project = Project }, onText, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) =>
        CrossAsync(() => CompletionEngine.Warm(_slot, engine.Prepare(request), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Forget(string document) => _slot.Clear();

    /// <inheritdoc/>
    public void Dispose() => _slot.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static Task<T> CrossAsync<T>(Func<T> work, CancellationToken cancellationToken) => BackendBorder.CrossAsync(
        "The model", () => Task.FromResult(work()), disposing: CancellationToken.None, cancellationToken);
}
