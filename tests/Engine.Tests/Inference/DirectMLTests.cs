using LspCompletion.Engine.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>
/// The static-cache form on DirectML itself, in 16-bit arithmetic and with nothing left to the processor. These need a
/// build for Windows and a device (Wine and a software device do), and run when asked for: <c>-explicit only</c>.
/// </summary>
public sealed class DirectMLTests
{
    /// <summary>What 16-bit arithmetic may cost, as a share of what the golden logits spread over.</summary>
    private const float Share = 0.02f;

    private readonly GoldenSequence _golden = GoldenNumbers.Read("static-cache").Sequences[0];

    [Fact(Explicit = true)]
    public void Numbers_gate_a_prompt_has_the_golden_logits()
    {
        using ModelSession model = Load();
        using IKeyValueCache cache = model.CreateCache(64);

        Compare(model, cache, 20);
    }

    [Fact(Explicit = true)]
    public void Extended_trimmed_and_extended_it_has_the_golden_logits()
    {
        using ModelSession model = Load();
        using IKeyValueCache cache = model.CreateCache(64);
        Compare(model, cache, 9);
        for (int i = 0; i < 3; i++)
            Compare(model, cache, 1);
        Compare(model, cache, 8);

        cache.Trim(5);
        Extend(cache, [7, 7, 7], rows: 1);
        cache.Trim(5);
        Compare(model, cache, 4);
        Compare(model, cache, 11);
    }

    [Fact(Explicit = true)]
    public void Trimmed_is_the_same_as_from_nothing_to_the_bit()
    {
        using ModelSession model = Load();
        using IKeyValueCache trimmed = model.CreateCache(64);
        using IKeyValueCache fresh = model.CreateCache(64);
        Extend(trimmed, _golden.Ids, rows: 1);
        trimmed.Trim(8);
        float[] expected = Extend(fresh, _golden.Ids.AsSpan(0, 8), rows: 8);

        Assert.Equal(8, expected.Length / SmallModel.VocabularySize);
        Assert.Equal(Extend(fresh, _golden.Ids.AsSpan(8), rows: 12), Extend(trimmed, _golden.Ids.AsSpan(8), rows: 12));
    }

    private static ModelSession Load() => ModelSession.Load(
        RepositoryPaths.Fixture("models", "static-cache", "model.fp16.onnx"), ExecutionProvider.DirectML, threads: 1, AttentionKind.Causal);

    private static float[] Extend(IKeyValueCache cache, ReadOnlySpan<int> tokens, int rows)
    {
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        return run.Extend(cache, tokens, source: 0, rows).ToArray();
    }

    private void Compare(ModelSession model, IKeyValueCache cache, int count)
    {
        int from = cache.Length;
        int vocabulary = model.Signature.VocabularySize;
        float[] logits = Extend(cache, _golden.Ids.AsSpan(from, count), count);
        float spread = _golden.Logits.Max(row => row.Max() - row.Min());
        for (int row = 0; row < count; row++)
        {
            float difference = GoldenNumbers.Excess(logits.AsSpan(row * vocabulary, vocabulary), _golden.Logits[from + row]);
            Assert.True(
                difference <= Share * spread, $"Position {from + row} is off by {difference}, and logits spread over {spread}.");
        }
    }
}
