using System.Runtime.InteropServices;
using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Caching;

/// <summary>
/// One cached token sequence with its keys and values. A new prompt keeps the longest common prefix, forgets the rest
/// and computes only what is new. Used by the one thread that owns the model.
/// </summary>
public sealed class Slot : IDisposable
{
    private readonly IKeyValueCache _cache;
    private readonly int _maxStepTokens;
    private readonly List<int> _tokens;

    internal Slot(ModelSession model, int capacity)
        : this(model.CreateCache(capacity), model.MaxStepTokens, [])
    {
    }

    private Slot(IKeyValueCache cache, int maxStepTokens, ReadOnlySpan<int> tokens)
    {
        _cache = cache;
        _maxStepTokens = maxStepTokens;
        _tokens = new List<int>(cache.Capacity);
        _tokens.AddRange(tokens);
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
    public Slot Fork() => new(_cache.Fork(_tokens.Count), _maxStepTokens, Tokens);

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

        // Logits aren't kept: a prompt that is held whole gives its last token up to get them again.
        int reused = Math.Min(common, prompt.Length - 1);
        reuse = new PromptReuse(reason, reused, held - reused, prompt.Length - reused);
        Trim(reused);

        ReadOnlySpan<int> remaining = prompt[reused..];
        while (remaining.Length > _maxStepTokens)
        {
            Extend(remaining[.._maxStepTokens], run);
            remaining = remaining[_maxStepTokens..];
        }

        return Extend(remaining, run);
    }

    /// <summary>Makes the slot hold one token more.</summary>
    /// <returns>The logits that follow it, <c>[vocabulary]</c>, valid until the model's next step.</returns>
    internal ReadOnlySpan<float> Append(int token, CancellableRun run) => Extend([token], run);

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
    }
}
