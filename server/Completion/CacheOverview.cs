using LspCompletion.Engine;
using LspCompletion.Server.Backends;

namespace LspCompletion.Server.Completion;

/// <summary>
/// What the cache did for the last answers of each document, for whoever wants to watch it. It holds no source text.
/// Thread-safe.
/// </summary>
internal sealed class CacheOverview
{
    /// <summary>Answers of a document that are remembered.</summary>
    private const int Remembered = 60;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, History> _histories = [];
    private long _answers;

    /// <summary>Takes note of an answer. One that was refused says nothing of the cache.</summary>
    public void Answered(string uri, CompletionRecord record)
    {
        CompletionStats? stats = record.Stats;
        if (record.Source == "none" && stats is null)
            return;

        var answer = new CachedAnswer(record.Source, stats?.ReusedTokens ?? 0, stats?.ComputedTokens ?? 0);
        lock (_gate)
        {
            if (!_histories.TryGetValue(uri, out History? history))
                _histories.Add(uri, history = new History());

            history.LatestAnswer = ++_answers;
            if (answer.IsMiss)
                history.LastMiss = stats?.ReuseReason;
            history.Recent.Enqueue(answer);
            if (history.Recent.Count > Remembered)
                history.Recent.Dequeue();
        }
    }

    /// <summary>Forgets a document.</summary>
    public void Forget(string uri)
    {
        lock (_gate)
            _histories.Remove(uri);
    }

    /// <summary>What is cached now.</summary>
    /// <param name="usage">What the slots hold.</param>
    public CacheState Read(CacheUsage usage)
    {
        lock (_gate)
        {
            return new CacheState(
                usage.BudgetBytes,
                [
                    .. _histories.OrderByDescending(entry => entry.Value.LatestAnswer)
                        .Select(entry => Document(entry.Key, entry.Value, usage.Slots.GetValueOrDefault(entry.Key))),
                ]);
        }
    }

    private static CachedDocument Document(string uri, History history, SlotUsage slot) =>
        new(uri, slot.Tokens, slot.Capacity, slot.Bytes, [.. history.Recent], history.LastMiss);

    private sealed class History
    {
        public Queue<CachedAnswer> Recent { get; } = [];

        public string? LastMiss { get; set; }

        /// <summary>Says which document was completed last.</summary>
        public long LatestAnswer { get; set; }
    }
}
