using System.Collections.Concurrent;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>Writes what a test says, and notes for which documents it keeps something. Thread-safe.</summary>
internal sealed class BackendDouble : IBackend
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _documents = [];
    private int _calls;
    private int _disposals;

    public event Action? Changed
    {
        add { }
        remove { }
    }

    /// <summary>Answers; by default with <c>text</c>.</summary>
    public Func<CompletionRequest, Urgency, CancellationToken, Task<CompletionResult>> Answer { get; set; } =
        (_, _, _) => Task.FromResult(Result("text"));

    /// <summary>Computes a prompt; by default at once.</summary>
    public Func<CompletionRequest, CancellationToken, Task> Warm { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The prompts that were computed in idle time.</summary>
    public ConcurrentQueue<CompletionRequest> Warmed { get; } = [];

    /// <summary>How often a completion was asked for.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>How often it was disposed of.</summary>
    public int Disposals
    {
        get
        {
            lock (_gate)
                return _disposals;
        }
    }

    /// <summary>The documents that it keeps something of.</summary>
    public IReadOnlyCollection<string> Documents
    {
        get
        {
            lock (_gate)
                return [.. _documents];
        }
    }

    public string? Trouble => null;

    public CacheUsage Cache => CacheUsage.None;

    /// <summary>A completion that was written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="stop">Why it ends there.</param>
    /// <param name="meanLogProbability">How sure the model is of it.</param>
    public static CompletionResult Result(string text, StopReason stop = StopReason.EndOfText, float meanLogProbability = -0.1f) => new()
    {
        Text = text,
        Stop = stop,
        Tokens = text.Length == 0 ? [] : [1],
        LogProbabilities = text.Length == 0 ? [] : [meanLogProbability],
        Stats = new CompletionStats
        {
            ReusedTokens = 0,
            TrimmedTokens = 0,
            ComputedTokens = 768,
            GeneratedTokens = 1,
            DraftedTokens = 0,
            AcceptedTokens = 0,
            ReuseReason = "",
            PromptMs = 0,
            FirstTokenMs = 1,
            TotalMs = 1,
        },
    };

    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) =>
        Task.FromResult(new BackendDescription("double", null, null));

    public async Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        await Begin(document, cancellationToken);
        CompletionResult result = await Answer(request, urgency, cancellationToken);
        onText?.Invoke(result.Text);
        return result;
    }

    public async Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken)
    {
        await Begin(document, cancellationToken);
        await Warm(request, cancellationToken);
        Warmed.Enqueue(request);
    }

    public void Forget(string document)
    {
        lock (_gate)
            _documents.Remove(document);
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposals++;
            _documents.Clear();
        }

        return ValueTask.CompletedTask;
    }

    private async Task Begin(string document, CancellationToken cancellationToken)
    {
        await Task.Yield();

        // As on the model's thread: what was cancelled before its turn begins nothing.
        lock (_gate)
        {
            if (_disposals > 0)
                throw new BackendGoneException();
            cancellationToken.ThrowIfCancellationRequested();
            _documents.Add(document);
        }
    }
}
