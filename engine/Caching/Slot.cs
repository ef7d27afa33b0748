using System.Runtime.InteropServices;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Memory;

namespace LspCompletion.Engine.Caching;

/// <summary>
/// One cached token sequence with its keys and values. A new prompt keeps the longest common prefix, forgets the rest
/// and computes only what is new. Used by the one thread that owns the model.
/// <para>
/// What a slot held before never changes an answer: keys and values are the same bits whether computed now or earlier,
/// at once or in pieces, as prompt, as draft or while decoding. Tokens are therefore computed in exact steps only
/// (<see cref="ISequenceModel.IsExact"/>), never one alone where that rounds differently.
/// </para>
/// </summary>
public sealed class Slot : IDisposable
{
    /// <summary>Tokens that a slot has memory for to begin with: a small document's, and what is written there.</summary>
    private const int LeastCapacity = 256;

    private readonly ISequenceModel _model;
    private readonly IKeyValueCache _cache;
    private readonly int _capacity;
    private readonly Action? _onGrown;
    private readonly List<int> _tokens = [];
    private readonly List<int> _written = [];
    private int _source;

    /// <param name="model">The model.</param>
    /// <param name="capacity">The most tokens to be held, where the graph doesn't fix that.</param>
    /// <param name="leastCapacity">How many there is memory for to begin with; it doubles as often as more are to be held.</param>
    /// <param name="onGrown">Told when it takes more memory than before; <see langword="null"/> if nobody asks.</param>
    internal Slot(ISequenceModel model, int capacity, int leastCapacity = LeastCapacity, Action? onGrown = null)
    {
        _model = model;
        _capacity = model.FixedCapacity ?? capacity;
        _cache = model.CreateCache(Math.Min(leastCapacity, _capacity));
        _onGrown = onGrown;
    }

    /// <summary>The tokens held.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>The most tokens it can hold.</summary>
    public int Capacity => _capacity - _model.SpareRows;

    /// <summary>How many tokens it has memory for now.</summary>
    public int Room => _cache.Capacity;

    /// <summary>The memory that keys and values take now, in bytes, used or not.</summary>
    public long ByteCount => _cache.ByteCount;

    /// <summary>What the document of the last request says; <see langword="null"/> if nobody asked.</summary>
    internal DocumentMemory? Memory { get; set; }

    /// <summary>Takes memory for a number of tokens, so that none has to be taken while they come.</summary>
    /// <param name="tokens">The tokens, <see cref="Capacity"/> at most.</param>
    public void Reserve(int tokens)
    {
        if (tokens <= _cache.Capacity)
            return;

        int capacity = _cache.Capacity;
        while (capacity < tokens)
            capacity = (int)Math.Min(2L * capacity, _capacity);
        _cache.Grow(capacity);
        _onGrown?.Invoke();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Trim(0);
        Memory = null;
        _written.Clear();
    }

    /// <summary>How many tokens of a prompt would have to be computed.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="source">The leading tokens of it that see all of each other.</param>
    internal int MissingOf(ReadOnlySpan<int> prompt, int source)
    {
        int common = Tokens.CommonPrefixLength(prompt);
        return prompt.Length - (IsOtherSource(source, common) ? 0 : common);
    }

    /// <summary>
    /// What was written behind a prompt before, held or not: most likely, it will be written again. Empty if nothing was, or
    /// something else was since.
    /// </summary>
    internal ReadOnlySpan<int> WrittenBehind(ReadOnlySpan<int> prompt)
    {
        ReadOnlySpan<int> written = CollectionsMarshal.AsSpan(_written);
        return written.StartsWith(prompt) ? written[prompt.Length..] : [];
    }

    /// <summary>Takes note of what was written, unless more of the same is known.</summary>
    /// <param name="sequence">The prompt and what was written behind it.</param>
    internal void Remember(ReadOnlySpan<int> sequence)
    {
        if (CollectionsMarshal.AsSpan(_written).StartsWith(sequence))
            return;

        _written.Clear();
        _written.AddRange(sequence);
    }

    /// <summary>Takes over what is known of the document from another slot of it, so that it isn't encoded again.</summary>
    public void TakeMemoryOf(Slot other) => Memory = other.Memory;

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    /// <summary>
    /// Makes the slot hold a prompt, and a draft behind it. If that is cancelled, or the run's time is over between two
    /// steps, what was computed by then stays and is reused.
    /// </summary>
    /// <param name="prompt">One token at least.</param>
    /// <param name="source">
    /// The leading tokens of the prompt that see all of each other. Each of their states depends on all of them, so the
    /// states of another source are of no use, nor are those behind it. 0 where <see cref="ISequenceModel.HasSource"/> is
    /// false.
    /// </param>
    /// <param name="draft">
    /// Tokens that may follow. They are computed in the same step as the prompt's end; together with the prompt they
    /// are at most <see cref="Capacity"/>.
    /// </param>
    /// <param name="run">The request's run.</param>
    /// <param name="reuse">What was reused, trimmed and computed of the prompt.</param>
    /// <returns>
    /// The logits that follow the prompt and then each token of the draft, <c>[1 + draft, vocabulary]</c>, valid until
    /// the model's next step. None, where the run's time was over first.
    /// </returns>
    internal ReadOnlySpan<float> Load(
        scoped ReadOnlySpan<int> prompt,
        int source,
        scoped ReadOnlySpan<int> draft,
        CancellableRun run,
        out PromptReuse reuse)
    {
        ArgumentOutOfRangeException.ThrowIfZero(prompt.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(source, prompt.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prompt.Length + draft.Length, _capacity);

        // Where no step of one token is exact, a prompt of one takes a copy of itself along.
        if (prompt.Length + draft.Length < _model.LeastStep)
            return WithoutLastRow(Load(prompt, source, prompt, run, out reuse));

        int held = _tokens.Count;
        int common = Tokens.CommonPrefixLength(prompt);
        bool isOtherSource = IsOtherSource(source, common);
        ReuseReason reason = held == 0 ? ReuseReason.Cold
            : isOtherSource ? ReuseReason.SourceChanged
            : common == prompt.Length ? ReuseReason.Repeated
            : common == held ? ReuseReason.Extended
            : ReuseReason.Diverged;

        // Logits aren't kept: a prompt that is held whole gives up its last tokens to get them again, as many as make an
        // exact step.
        int reused = isOtherSource ? 0 : Math.Min(common, prompt.Length - (draft.IsEmpty ? _model.LeastStep : 1));

        // A source is computed in one step. Where that isn't exact, a copy of the last token is a draft that makes it so.
        if (reused < source && !_model.IsExact(prompt.Length + draft.Length - reused))
            return WithoutLastRow(Load(prompt, source, [.. draft, prompt[^1]], run, out reuse));

        reuse = new PromptReuse(reason, reused, held - reused, prompt.Length - reused);
        Trim(reused);
        _source = source;
        Reserve(prompt.Length + draft.Length);

        // What holds of a step holds of its logits: a row alone isn't exact, either.
        int logitRows = Math.Max(_model.LeastStep, 1 + draft.Length);
        do
        {
            int remaining = prompt.Length + draft.Length - _tokens.Count;
            int step = _model.NextStepLength(_tokens.Count, source, remaining, logitRows);
            if (step == remaining)
                return ExtendToEnd(prompt[_tokens.Count..], draft, logitRows, run);
            Extend(prompt.Slice(_tokens.Count, step), logitRows: 1, run);
        }
        while (!run.IsTimeOver);

        reuse = reuse with { Computed = _tokens.Count - reused, Remaining = prompt.Length - _tokens.Count };
        return [];
    }

    private bool IsOtherSource(int source, int common) => source != _source || common < source;

    private ReadOnlySpan<float> WithoutLastRow(ReadOnlySpan<float> logits) =>
        logits.IsEmpty ? logits : logits[..^_model.VocabularySize];

    private ReadOnlySpan<float> ExtendToEnd(
        scoped ReadOnlySpan<int> prompt, scoped ReadOnlySpan<int> draft, int logitRows, CancellableRun run)
    {
        Span<int> tokens = stackalloc int[prompt.Length + draft.Length];
        prompt.CopyTo(tokens);
        draft.CopyTo(tokens[prompt.Length..]);
        ReadOnlySpan<float> logits = Extend(tokens, logitRows, run);
        return logits[((logitRows - 1 - draft.Length) * _model.VocabularySize)..];
    }

    private ReadOnlySpan<float> Extend(scoped ReadOnlySpan<int> tokens, int logitRows, CancellableRun run)
    {
        ReadOnlySpan<float> logits = run.Extend(_cache, tokens, _source, logitRows);
        _tokens.AddRange(tokens);
        return logits;
    }

    private void Trim(int length)
    {
        _cache.Trim(length);
        CollectionsMarshal.SetCount(_tokens, length);
    }
}
