namespace LspCompletion.Server.Completion;

/// <summary>What the cache did for the last answers of a document, for whoever wants to watch it. Immutable; no source text.</summary>
internal sealed record CacheHistory
{
    /// <summary>Answers that are remembered.</summary>
    private const int Remembered = 60;

    private CacheHistory()
    {
    }

    /// <summary>Nothing was answered yet.</summary>
    public static CacheHistory Empty { get; } = new();

    /// <summary>The last answers, the oldest first.</summary>
    public IReadOnlyList<CachedAnswer> Recent { get; private init; } = [];

    /// <summary>Why most of a prompt had to be computed the last time that it had to.</summary>
    public string? LastMiss { get; private init; }

    /// <summary>Says which document was completed last: the greatest number.</summary>
    public long LatestAnswer { get; private init; }

    /// <summary>The history with another answer. One that was refused says nothing of the cache.</summary>
    /// <param name="record">How the answer came about.</param>
    /// <param name="number">Its number among the answers of all documents.</param>
    public CacheHistory With(CompletionRecord record, long number)
    {
        if (record.Source == "none" && record.Stats is null)
            return this;

        var answer = new CachedAnswer(record.Source, record.Stats?.ReusedTokens ?? 0, record.Stats?.ComputedTokens ?? 0);
        return this with
        {
            Recent = [.. Recent.Skip(Recent.Count - Remembered + 1), answer],
            LastMiss = answer.IsMiss ? record.Stats?.ReuseReason : LastMiss,
            LatestAnswer = number,
        };
    }
}
