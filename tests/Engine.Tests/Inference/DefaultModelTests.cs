using System.Numerics.Tensors;
using System.Text.Json;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>
/// The default model against its reference numbers, which are Hugging Face transformers' in 32-bit arithmetic. The graph
/// rounds activations to 8 bits; the model card gives what that costs, and these tests hold it to that.
/// </summary>
public sealed class DefaultModelTests : IDisposable
{
    private const float MeanTolerance = 0.15f;
    private const float MaxTolerance = 0.9f;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly Reference[] References = JsonSerializer.Deserialize<Reference[]>(
        File.ReadAllText(RepositoryPaths.Fixture("default-model", "reference.json")), Options)!;

    private readonly ModelSession _model = ModelSession.Load(
        Path.Combine(RepositoryPaths.Root, "models", "default", "model.onnx"), ExecutionProvider.Cpu, threads: 0, AttentionKind.Causal);

    private readonly CancellableRun _run = new(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _run.Dispose();
        _model.Dispose();
    }

    [Fact]
    public void The_last_logits_of_every_reference_prompt_are_within_the_tolerance()
    {
        using var slot = new Slot(_model, capacity: 1024);
        List<float> differences = [];
        foreach (Reference reference in References)
        {
            ReadOnlySpan<float> logits = slot.Load(reference.Ids, source: 0, draft: [], _run, out _);
            for (int i = 0; i < reference.LastLogits.Ids.Length; i++)
                differences.Add(Math.Abs(logits[reference.LastLogits.Ids[i]] - reference.LastLogits.Values[i]));
        }

        Assert.True(differences.Max() <= MaxTolerance, $"A logit is off by {differences.Max()}.");
        Assert.True(differences.Average() <= MeanTolerance, $"Logits are off by {differences.Average()} on average.");
    }

    [Fact]
    public void The_likeliest_token_agrees_at_98_percent_of_the_positions()
    {
        int agreeing = 0;
        int positions = 0;
        foreach (Reference reference in References)
        {
            using IKeyValueCache cache = _model.CreateCache(1024);
            while (cache.Length < reference.Ids.Length)
            {
                int position = cache.Length;
                int step = Math.Min(16, reference.Ids.Length - position);
                ReadOnlySpan<float> logits = _run.Extend(cache, reference.Ids.AsSpan(position, step), source: 0, logitRows: step);
                for (int row = 0; row < step; row++)
                {
                    int vocabulary = _model.Signature.VocabularySize;
                    int likeliest = TensorPrimitives.IndexOfMax(logits.Slice(row * vocabulary, vocabulary));
                    agreeing += likeliest == reference.ArgmaxEachPosition[position + row] ? 1 : 0;
                    positions++;
                }
            }
        }

        // 98 %, as the card says: that is rounded.
        Assert.True(agreeing >= 0.975 * positions, $"{agreeing} of {positions} positions agree.");
    }

    [Fact]
    public void Greedy_tokens_are_those_of_the_reference_but_where_two_are_as_likely()
    {
        using var slot = new Slot(_model, capacity: 1024);
        foreach (Reference reference in References)
        {
            List<int> tokens = [.. reference.Ids];
            foreach (int expected in reference.GreedyIds)
            {
                ReadOnlySpan<float> logits = slot.Load(tokens.ToArray(), source: 0, draft: [], _run, out _);
                float lead = TensorPrimitives.Max(logits) - logits[expected];
                Assert.True(lead <= MeanTolerance, $"Token {tokens.Count}: another one leads {expected} by {lead}.");
                tokens.Add(expected);
            }
        }
    }

    [Fact]
    public void Logits_are_the_same_to_the_bit_whatever_memory_a_slot_was_given_before_and_after_it_grew()
    {
        int[] prompt = [.. Enumerable.Repeat(References.SelectMany(reference => reference.Ids), 900).SelectMany(ids => ids).Take(900)];
        using var whole = new Slot(_model, capacity: 2048, leastCapacity: 2048);
        using var growing = new Slot(_model, capacity: 2048, leastCapacity: 16);
        foreach (int length in (int[])[2, 15, 16, 17, 33, 70, 255, 256, 300, 520, 300, 514, 515, prompt.Length])
        {
            Assert.Equal(
                whole.Load(prompt.AsSpan(0, length), source: 0, draft: [], _run, out _).ToArray(),
                growing.Load(prompt.AsSpan(0, length), source: 0, draft: [], _run, out _).ToArray());
            using var fresh = new Slot(_model, capacity: 2048);
            Assert.Equal(
                fresh.Load(prompt.AsSpan(0, length), source: 0, draft: [], _run, out _).ToArray(),
                growing.Load(prompt.AsSpan(0, length), source: 0, draft: [], _run, out _).ToArray());
        }

        Assert.Equal(1024, growing.Room);
    }

    private sealed record Reference(int[] Ids, TopLogits LastLogits, int[] ArgmaxEachPosition, int[] GreedyIds);

    private sealed record TopLogits(int[] Ids, float[] Values);
}
