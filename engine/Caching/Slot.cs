using System.Runtime.InteropServices;
using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Caching;

/// <summary>
/// One cached token sequence with its keys and values. A new prompt keeps the longest common prefix, forgets the rest
/// and computes only what is new. Used by the one thread that owns the model.
/// <para>
/// What a slot held before never changes an answer: a prompt's keys and values are the same bits whether computed now
/// or earlier, at once or in pieces. Prompts are therefore never computed in steps of a single token, whose
/// arithmetic is another one, and tokens that were decoded one by one are computed again once they are in a prompt.
/// </para>
/// </summary>
public sealed class Slot : IDisposable
{
    private readonly IKeyValueCache _cache;
    private readonly int _maxStepTokens;
    private readonly List<int> _tokens;

    /// <summary>How many tokens at the start were computed as part of a prompt, not decoded one by one.</summary>
    private int _promptTokens;

    internal Slot(ModelSession model, int capacity)
        : this(model.CreateCache(capacity), model.MaxStepTokens, [], promptTokens: 0)
    {
    }

    private Slot(IKeyValueCache cache, int maxStepTokens, ReadOnlySpan<int> tokens, int promptTokens)
    {
        _cache = cache;
        _maxStepTokens = maxStepTokens;
        _tokens = new List<int>(cache.Capacity);
        _tokens.AddRange(tokens);
        _promptTokens = promptTokens;
    }

    /// <summary>The tokens held.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>The most tokens it can hold.</summary>
    public int Capacity => _cache.Capacity;

    /// <summary>The memory that keys and values take, in bytes, used or not.</summary>
    public long ByteCount => _cache.ByteCount;

    /// <summary>Forgets everything.</summary>
    public void Clear() => Trim(0);

    /// <summary>Makes another slot that holds the same tokens; what becomes of one is nothing to the other.</summary>
    public Slot Fork() => new(_cache.Fork(_tokens.Count), _maxStepTokens, Tokens, _promptTokens);

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    /// <summary>
    /// Makes the slot hold a prompt. If that is cancelled, what was computed by then stays and is reused.
    /// </summary>
    /// <param name="prompt">One token at least, fewer than <see cref="Capacity"/>.</param>
    /// <param name="run">The request's run.</param>
    /// <param name="reuse">What was reused, trimmed and computed.</param>
    /// <returns>The logits that follow the prompt, <c>[vocabulary]</c>, valid until the model's next step.</returns>
    internal ReadOnlySpan<float> Load(ReadOnlySpan<int> prompt, CancellableRun run, out PromptReuse reuse)
    {
        ArgumentOutOfRangeException.ThrowIfZero(prompt.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prompt.Length, Capacity);

        int held = _tokens.Count;
        int common = Tokens.CommonPrefixLength(prompt);
        ReuseReason reason = held == 0 ? ReuseReason.Cold
            : common == prompt.Length ? ReuseReason.Repeated
            : common == held ? ReuseReason.Extended
            : ReuseReason.Diverged;

        // Logits aren't kept: a prompt that is held whole gives up its last tokens to get them again.
        int reused = Math.Clamp(prompt.Length - ModelSession.MinExactStepTokens, 0, Math.Min(common, _promptTokens));
        reuse = new PromptReuse(reason, reused, held - reused, prompt.Length - reused);
        Trim(reused);

        ReadOnlySpan<int> remaining = prompt[reused..];
        while (remaining.Length > _maxStepTokens)
        {
            int step = Math.Min(_maxStepTokens, remaining.Length - ModelSession.MinExactStepTokens);
            Extend(remaining[..step], run);
            _promptTokens += step;
            remaining = remaining[step..];
        }

        ReadOnlySpan<float> logits = Extend(remaining, run);
        _promptTokens += remaining.Length;
        return logits;
    }

    /// <summary>Makes the slot hold one token more, decoded from the logits of those before.</summary>
    /// <returns>The logits that follow it, <c>[vocabulary]</c>, valid until the model's next step.</returns>
    internal ReadOnlySpan<float> Append(int token, CancellableRun run) => Extend(new ReadOnlySpan<int>(in token), run);

    private ReadOnlySpan<float> Extend(scoped ReadOnlySpan<int> tokens, CancellableRun run)
    {
        ReadOnlySpan<float> logits = run.Extend(_cache, tokens, logitRows: 1);
        _tokens.AddRange(tokens);
        return logits;
    }

    private void Trim(int length)
    {
        _cache.Trim(length);
        CollectionsMarshal.SetCount(_tokens, length);
        _promptTokens = Math.Min(_promptTokens, length);
    }
}
