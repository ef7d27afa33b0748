using LspCompletion.Engine;
using LspCompletion.Engine.Caching;

namespace LspCompletion.Server.Backends;

/// <summary>A model in this process, on a thread of its own, with a slot for each document and the cache's check of itself.</summary>
/// <param name="settings">Which model, and how to run it.</param>
/// <param name="clock">The time.</param>
/// <param name="log">Is given lines for the log; they hold no source text.</param>
internal sealed class LocalBackend(EngineSettings settings, TimeProvider clock, Action<string> log) : IBackend
{
    private readonly ModelThread _model = new();
    private readonly CacheCheck _check = new(log);
    private readonly FolderMemories _memories = new((long)settings.ProjectMemoryMB << 20, log);
    private volatile CacheUsage _cache = CacheUsage.None;
    private LoadedEngine? _engine;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string? Trouble => _check.IsReuseOff
        ? "slow: the cache changed an answer on this machine and is not used. Please report this."
        : null;

    /// <inheritdoc/>
    public CacheUsage Cache => _cache;

    /// <inheritdoc/>
    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        return CrossAsync(() => _model.RunAsync(Load, cancellationToken), cancellationToken);

        BackendDescription Load(CancellationToken ending)
        {
            LoadedEngine engine = _engine = LoadedEngine.Load(settings, clock, progress, ending);
            Observe(engine);
            _memories.Use(engine.Engine);
            return new BackendDescription(
                engine.Engine.Manifest.Name,
                $"{engine.Device.ExecutionProvider}",
                engine.Device.IsFallback ? engine.Device.Reason : null);
        }
    }

    /// <inheritdoc/>
    public Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        long asked = clock.GetTimestamp();
        return CrossAsync(
            () => urgency == Urgency.Idle
                ? _model.RunIdleAsync(document, Complete, cancellationToken)
                : _model.RunAsync(Complete, cancellationToken),
            cancellationToken);

        CompletionResult Complete(CancellationToken ending)
        {
            LoadedEngine engine = Engine;
            TimeSpan? limit = urgency == Urgency.Idle ? null : LimitAfter(clock.GetElapsedTime(asked), request.Decoding.TimeLimit);
            PreparedRequest prepared = engine.Engine.Prepare(request with { Decoding = request.Decoding with { TimeLimit = limit } });
            Slot slot = engine.Slots.Get(document, prepared);
            if (_check.IsReuseOff)
                slot.Clear();

            // What is checked later is checked by the same memory.
            prepared = prepared.For(engine.Slots.MemoryOf(document).Of(prepared.Request, _memories));
            CompletionResult result = engine.Engine.Complete(slot, prepared, onText, ending);
            Observe(engine);

            // The thread ends the check, as it does all work, and nobody waits for it.
            if (_check.IsDue(settings.SelfCheckShare))
                _ = _model.RunIdleAsync(document, idle => Check(request, result, idle), CancellationToken.None);
            return result;
        }
    }

    /// <inheritdoc/>
    public Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken)
    {
        return CrossAsync(() => _model.RunIdleAsync(document, Warm, cancellationToken), cancellationToken);

        PromptReuse Warm(CancellationToken ending)
        {
            LoadedEngine engine = Engine;
            PreparedRequest prepared = engine.Engine.Prepare(request);
            PromptReuse reuse = CompletionEngine.Warm(engine.Slots.Get(document, prepared), prepared, ending);
            Observe(engine);
            return reuse;
        }
    }

    /// <inheritdoc/>
    public void Forget(string document)
    {
        // What waits for its turn must not make the slot again.
        _model.EndIdle(document);
        _ = _model.RunBetweenAsync(() =>
        {
            if (_engine is not { } engine)
                return;

            engine.Slots.Remove(document);
            Observe(engine);
        });
    }

    /// <inheritdoc/>
    public Task<MemoryUsage> RememberAsync(string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken) =>
        RememberAsync(owner: "", folder, files, cancellationToken);

    /// <summary>The same for one of several windows.</summary>
    public Task<MemoryUsage> RememberAsync(
        string owner, string folder, IReadOnlyList<RememberedFile> files, CancellationToken cancellationToken) =>
        CrossAsync(() => _memories.RememberAsync(owner, folder, files, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void ForgetFolder(string folder) => _memories.Forget(owner: "", folder);

    /// <summary>The same for one of several windows.</summary>
    public void ForgetFolder(string owner, string folder) => _memories.Forget(owner, folder);

    /// <summary>A window has gone.</summary>
    public void ForgetFolders(string owner) => _memories.Forget(owner);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _memories.DisposeAsync().ConfigureAwait(false);
        await _model.DisposeAsync().ConfigureAwait(false);
        Interlocked.Exchange(ref _engine, null)?.Dispose();
    }

    /// <summary>What is left of a time limit behind the work of others: one half at least.</summary>
    internal static TimeSpan? LimitAfter(TimeSpan waited, TimeSpan? limit) =>
        limit - TimeSpan.FromTicks(Math.Min(waited.Ticks, limit.GetValueOrDefault().Ticks / 2));

    /// <summary>The model; used on its thread.</summary>
    private LoadedEngine Engine => _engine ?? throw new BackendGoneException("There is no model.");

    private static Task<T> CrossAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) =>
        BackendBorder.CrossAsync("The model", work, disposing: CancellationToken.None, cancellationToken);

    private void Observe(LoadedEngine engine) => _cache = engine.Slots.Usage;

    private bool Check(CompletionRequest request, CompletionResult result, CancellationToken cancellationToken)
    {
        try
        {
            _check.Run(Engine.Engine, request, result, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BackendGoneException))
        {
            log(BackendBorder.Failure("The check of the cache", exception).Message);
        }

        if (_check.IsReuseOff)
            Changed?.Invoke();
        return _check.IsReuseOff;
    }
}
