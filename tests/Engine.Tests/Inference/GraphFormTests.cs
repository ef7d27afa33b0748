using LspCompletion.Engine.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Inference;

public class GraphFormTests
{
    public static TheoryData<string, float> Models => SmallModel.All;

    [Theory]
    [InlineData("shared-buffer", GraphForm.SharedBuffer)]
    [InlineData("static-cache", GraphForm.StaticCache)]
    [InlineData("optimum/llama", GraphForm.Concatenating)]
    [InlineData("optimum/gpt_bigcode", GraphForm.Concatenating)]
    public void The_form_is_found_from_the_graph(string folder, GraphForm form)
    {
        using ModelSession model = SmallModel.Load(folder);

        Assert.Equal(form, model.Signature.Form);
        Assert.Equal(SmallModel.VocabularySize, model.Signature.VocabularySize);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_position_has_its_golden_logits(string folder, float tolerance)
    {
        using ModelSession model = SmallModel.Load(folder);
        foreach (GoldenSequence sequence in GoldenNumbers.Read(folder).Sequences)
        {
            using IKeyValueCache cache = model.CreateCache(64);
            ExtendAndCompare(model, cache, sequence, from: 0, sequence.Ids.Length, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void However_a_sequence_is_cut_into_steps_its_logits_are_the_same(string folder, float tolerance)
    {
        using ModelSession model = SmallModel.Load(folder);
        GoldenSequence sequence = GoldenNumbers.Read(folder).Sequences[0];
        foreach (int[] steps in (int[][])[[1, 1, 1, 1, 1, 15], [7, 1, 12], [4, 4, 4, 4, 4], [19, 1]])
        {
            using IKeyValueCache cache = model.CreateCache(64);
            foreach (int step in steps)
                ExtendAndCompare(model, cache, sequence, cache.Length, step, tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void After_a_trim_another_continuation_has_its_own_golden_logits(string folder, float tolerance)
    {
        using ModelSession model = SmallModel.Load(folder);
        IReadOnlyList<GoldenSequence> sequences = GoldenNumbers.Read(folder).Sequences;
        GoldenSequence first = sequences[0];
        GoldenSequence second = sequences[^1];
        int common = first.Ids.AsSpan().CommonPrefixLength(second.Ids) - (sequences.Count == 1 ? 11 : 0);

        using IKeyValueCache cache = model.CreateCache(64);
        ExtendAndCompare(model, cache, first, from: 0, first.Ids.Length, tolerance);
        cache.Trim(common);
        Assert.Equal(common, cache.Length);
        ExtendAndCompare(model, cache, second, common, second.Ids.Length - common, tolerance);
    }

    [Fact]
    public void A_graph_that_is_no_decoder_with_past_is_refused_with_what_it_has_and_what_it_should_have()
    {
        string path = RepositoryPaths.Fixture("models", "encoder-decoder", "encoder_model.onnx");

        var exception = Assert.Throws<EngineException>(() => ModelSession.Load(path, ExecutionProvider.Cpu, threads: 1, AttentionKind.Causal));

        Assert.Contains("fits no form", exception.Message, StringComparison.Ordinal);
        Assert.Contains("no output 'logits' but last_hidden_state", exception.Message, StringComparison.Ordinal);
        Assert.Contains("past_key_values.N.key/value", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void A_file_that_is_no_graph_is_refused_in_one_line()
    {
        string path = RepositoryPaths.Fixture("models", "shared-buffer", "golden.json");

        var exception = Assert.Throws<EngineException>(() => ModelSession.Load(path, ExecutionProvider.Cpu, threads: 1, AttentionKind.Causal));

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    [InlineData(8, 4)]
    [InlineData(64, 8)]
    public void Threads_are_half_of_the_processors_within_bounds(int processors, int threads) =>
        Assert.Equal(threads, ExecutionProviders.DefaultThreads(processors));

    private static void ExtendAndCompare(
        ModelSession model, IKeyValueCache cache, GoldenSequence sequence, int from, int count, float tolerance)
    {
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        ReadOnlySpan<float> logits = run.Extend(cache, sequence.Ids.AsSpan(from, count), source: 0, logitRows: count);

        int vocabulary = model.Signature.VocabularySize;
        for (int row = 0; row < count; row++)
        {
            float excess = GoldenNumbers.Excess(logits.Slice(row * vocabulary, vocabulary), sequence.Logits[from + row]);
            Assert.True(excess <= tolerance, $"Position {from + row} is off by {excess}, more than {tolerance}.");
        }
    }
}
