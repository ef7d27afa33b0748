using System.Text.Json;
using LspCompletion.Engine.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>A decoder whose prompt sees all of itself, against the golden numbers of Hugging Face transformers.</summary>
public class PrefixAttentionTests
{
    private const float Tolerance = 5e-3f;

    [Theory]
    [InlineData(20)]
    [InlineData(12, 8)]
    [InlineData(12, 1, 1, 1, 1, 1, 1, 1, 1)]
    [InlineData(15, 5)]
    public void Every_position_has_its_golden_logits_when_the_prompt_is_computed_in_one_step(params int[] steps)
    {
        (int[] ids, int source, float[][] golden) = Read();
        using ModelSession model = SmallModel.LoadPrefix();
        using IKeyValueCache cache = model.CreateCache(64);
        using var run = new CancellableRun(TestContext.Current.CancellationToken);

        foreach (int step in steps)
        {
            int from = cache.Length;
            ReadOnlySpan<float> logits = run.Extend(cache, ids.AsSpan(from, step), source, logitRows: step);
            for (int row = 0; row < step; row++)
            {
                ReadOnlySpan<float> actual = logits.Slice(row * SmallModel.VocabularySize, SmallModel.VocabularySize);
                Assert.InRange(GoldenNumbers.Excess(actual, golden[from + row]), float.MinValue, Tolerance);
            }
        }
    }

    [Fact]
    public void The_last_tokens_of_the_prompt_can_be_computed_again_over_its_own_states()
    {
        (int[] ids, int source, float[][] golden) = Read();
        using ModelSession model = SmallModel.LoadPrefix();
        using IKeyValueCache cache = model.CreateCache(64);
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        run.Extend(cache, ids, source, logitRows: 1);

        cache.Trim(source - 2);
        ReadOnlySpan<float> logits = run.Extend(cache, ids.AsSpan(source - 2, 2), source, logitRows: 1);

        Assert.InRange(GoldenNumbers.Excess(logits, golden[source - 1]), float.MinValue, Tolerance);
    }

    [Theory]
    [InlineData("shared-buffer")]
    [InlineData("optimum/llama")]
    public void A_graph_in_which_no_token_sees_those_behind_it_is_refused(string folder)
    {
        var exception = Assert.Throws<EngineException>(
            () => ModelSession.Load(SmallModel.GraphPath(folder), ExecutionProvider.Cpu, threads: 1, AttentionKind.Prefix));

        Assert.Contains("needs the static-cache form", exception.Message, StringComparison.Ordinal);
    }

    private static (int[] Ids, int Source, float[][] Logits) Read()
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(RepositoryPaths.Fixture("models", "static-cache", "golden.json")));
        JsonElement golden = document.RootElement.GetProperty("prefix_lm");
        return (
            document.RootElement.GetProperty("ids").Deserialize<int[]>()!,
            golden.GetProperty("prompt_length").GetInt32(),
            golden.GetProperty("logits").Deserialize<float[][]>()!);
    }
}
