using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;

namespace LspCompletion.Server.Tests.Backends;

/// <summary>A backend that does what a test says, and counts.</summary>
internal sealed class BackendDouble(string name) : IBackend
{
    private int _loads;
    private int _completions;
    private int _disposals;

    public event Action? Changed;

    public string? Trouble => null;

    public CacheUsage Cache { get; } = new(1, new Dictionary<string, SlotUsage> { [name] = default });

    public int Loads => _loads;

    public int Completions => _completions;

    public int Disposals => _disposals;

    public List<string> Forgotten { get; } = [];

    /// <summary>What loading waits for, or fails by.</summary>
    public Func<CancellationToken, Task> Load { get; set; } = _ => Task.CompletedTask;

    /// <summary>What completing waits for, or fails by.</summary>
    public Func<CancellationToken, Task> Complete { get; set; } = _ => Task.CompletedTask;

    /// <summary>What disposing waits for.</summary>
    public Func<Task> End { get; set; } = () => Task.CompletedTask;

    public async Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        await Load(cancellationToken);
        return new BackendDescription(name, null, null);
    }

    public async Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _completions);
        onText?.Invoke(name);
        await Complete(cancellationToken);
        return Result(name);
    }

    public async Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) =>
        await Complete(cancellationToken);

    public void Forget(string document) => Forgotten.Add(document);

    public void Change() => Changed?.Invoke();

    public async ValueTask DisposeAsync()
    {
        await End();
        Interlocked.Increment(ref _disposals);
    }

    public static CompletionResult Result(string text) => new()
    {
        Text = text,
        Stop = StopReason.EndOfText,
        Tokens = [1],
        LogProbabilities = [-0.1f],
        Stats = new CompletionStats
        {
            ReusedTokens = 0,
            TrimmedTokens = 0,
            ComputedTokens = 1,
            GeneratedTokens = 1,
            DraftedTokens = 0,
            AcceptedTokens = 0,
            ReuseReason = "",
            PromptMs = 1,
            FirstTokenMs = 1,
            TotalMs = 1,
        },
    };
}
