using LspCompletion.Engine;
using LspCompletion.Engine.Caching;

namespace LspCompletion.Server.Backends;

/// <summary>A model in this process, on a thread of its own, with a slot for each document and the cache's check of itself.</summary>
/// <param name="settings">Which model, and how to run it.</param>
/// <param name="log">Is given lines for the log; they hold no source text.</param>
internal sealed class LocalBackend(EngineSettings settings, Action<string> log) : IBackend
{
    private readonly ModelThread _model = new();
    private readonly CacheCheck _check = new(log);
    private LoadedEngine? _engine;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string? Trouble => _check.IsReuseOff
        ? "slow: the cache changed an answer on this machine and is not used. Please report this."
        : null;

    /// <inheritdoc/>
    public CacheUsage Cache { get; private set; } = CacheUsage.None;

    /// <inheritdoc/>
    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) => _model.RunAsync(
        token =>
        {
            _engine = LoadedEngine.Load(settings, progress, token);
            Observe(_engine);
            return new BackendDescription(
                _engine.Engine.Manifest.Name,
                $"{_engine.Device.ExecutionProvider}",
                _engine.Device.IsFallback ? _engine.Device.Reason : null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        return urgency == Urgency.Idle ? _model.RunIdleAsync(Complete, cancellationToken) : _model.RunAsync(Complete, cancellationToken);

        CompletionResult Complete(CancellationToken token)
        {
            LoadedEngine engine = Engine;
            Slot slot = engine.Slots.Get(document);
            if (_check.IsReuseOff)
                slot.Clear();

            CompletionResult result = engine.Engine.Complete(slot, request, onText, token);
            Observe(engine);
            if (_check.IsDue(settings.SelfCheckShare))
                _ = _model.RunIdleAsync(idle => Check(request, result, idle), CancellationToken.None);
            return result;
        }
    }

    /// <inheritdoc/>
    public Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) => _model.RunIdleAsync(
        token =>
        {
            LoadedEngine engine = Engine;
            PromptReuse reuse = engine.Engine.Warm(engine.Slots.Get(document), request, token);
            Observe(engine);
            return reuse;
        },
        cancellationToken);

    /// <inheritdoc/>
    public void Forget(string document) => _ = _model.RunIdleAsync(
        _ =>
        {
            LoadedEngine engine = Engine;
            engine.Slots.Remove(document);
            Observe(engine);
            return true;
        },
        CancellationToken.None);

    /// <inheritdoc/>
    public void Dispose()
    {
        _model.Dispose();
        _engine?.Dispose();
    }

    /// <summary>The model; used on its thread.</summary>
    private LoadedEngine Engine => _engine ?? throw new OperationCanceledException("There is no model.");

    private void Observe(LoadedEngine engine) => Cache = engine.Slots.Usage;

    private bool Check(CompletionRequest request, CompletionResult result, CancellationToken cancellationToken)
    {
        _check.Run(Engine.Engine, request, result, cancellationToken);
        if (_check.IsReuseOff)
            Changed?.Invoke();
        return _check.IsReuseOff;
    }
}
