using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;

namespace LspCompletion.Benchmarks;

/// <summary>A model that takes no time, so that what is measured is the server.</summary>
/// <param name="text">What it writes, wherever it is asked.</param>
internal sealed class InstantBackend(string text) : IBackend
{
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public string? Trouble => null;

    public CacheUsage Cache => CacheUsage.None;

    public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) =>
        Task.FromResult(new BackendDescription("instant", null, null));

    public Task<CompletionResult> CompleteAsync(
        string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken) =>
        Task.FromResult(new CompletionResult
        {
            Text = text,
            Stop = StopReason.EndOfText,
            Tokens = [],
            LogProbabilities = [],
            Stats = new CompletionStats
            {
                ReusedTokens = 0,
                TrimmedTokens = 0,
                ComputedTokens = 1,
                GeneratedTokens = 1,
                DraftedTokens = 0,
                AcceptedTokens = 0,
                ReuseReason = "",
                PromptMs = 0,
                FirstTokenMs = 0,
                TotalMs = 0,
            },
        });

    public Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Forget(string document)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
