using LspCompletion.Engine;

namespace LspCompletion.Server.Completion;

/// <summary>
/// What the cache holds of each document and what it did for the last answers, for whoever wants to watch it. The
/// model's thread tells of slots, others of answers, and anyone reads. It holds no source text.
/// </summary>
internal sealed class CacheOverview
{
    /// <summary>Answers of a document that are remembered.</summary>
    private const int Remembered = 60;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, History> _histories = [];
    private Dictionary<string, (int Tokens, int Capacity, long Bytes)> _slots = [];
    private long _budgetBytes;
    private long _answers;

    /// <summary>Takes note of what the slots hold now. Runs on the model's thread.</summary>
    public void Observe(SlotPool pool)
    {
        lock (_gate)
        {
            _budgetBytes = pool.BudgetBytes;
            _slots = pool.Slots.ToDictionary(
                held => held.Key, held => (held.Value.Tokens.Length, held.Value.Capacity, held.Value.ByteCount));
        }
    }

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
    public CacheState Read()
    {
        lock (_gate)
        {
            return new CacheState(
                _budgetBytes,
                [.. _histories.OrderByDescending(entry => entry.Value.LatestAnswer).Select(entry => Document(entry.Key, entry.Value))]);
        }
    }

    private CachedDocument Document(string uri, History history)
    {
        (int tokens, int capacity, long bytes) = _slots.GetValueOrDefault(uri);
        return new CachedDocument(uri, tokens, capacity, bytes, [.. history.Recent], history.LastMiss);
    }

    private sealed class History
    {
        public Queue<CachedAnswer> Recent { get; } = [];

        public string? LastMiss { get; set; }

        /// <summary>Says which document was completed last.</summary>
        public long LatestAnswer { get; set; }
    }
}
