using System.Numerics.Tensors;
using System.Text.Json;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>An encoder and its decoder, against the golden numbers of Hugging Face transformers.</summary>
public sealed class EncoderDecoderTests : IDisposable
{
    private const float Tolerance = 1e-4f;

    private readonly CancellableRun _run = new(TestContext.Current.CancellationToken);
    private readonly Golden _golden = Golden.Read();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Greedy_tokens_and_the_logits_of_each_step_are_golden(bool isMerged)
    {
        using EncoderDecoderSession model = SmallModel.LoadEncoderDecoder(isMerged);
        using var slot = new Slot(model, 64);

        List<int> tokens = [.. _golden.Source, _golden.Start];
        foreach (float[] expected in _golden.Logits)
        {
            ReadOnlySpan<float> logits = slot.Load(tokens.ToArray(), _golden.Source.Length, draft: [], _run, out _);
            Assert.InRange(GoldenNumbers.Excess(logits, expected), float.MinValue, Tolerance);
            tokens.Add(TensorPrimitives.IndexOfMax(logits));
        }

        Assert.Equal(_golden.Greedy, tokens[(_golden.Source.Length + 1)..]);
    }

    [Fact]
    public void The_encoder_runs_once_for_a_source()
    {
        using EncoderDecoderSession model = SmallModel.LoadEncoderDecoder(isMerged: false);
        using var slot = new Slot(model, 64);
        int source = _golden.Source.Length;

        Assert.Equal(new PromptReuse(ReuseReason.Cold, 0, 0, source + 1), Load(slot, [.. _golden.Source, 0]));
        Assert.Equal(new PromptReuse(ReuseReason.Extended, source + 1, 0, 2), Load(slot, [.. _golden.Source, 0, 5, 6]));
        Assert.Equal(new PromptReuse(ReuseReason.Diverged, source + 1, 2, 1), Load(slot, [.. _golden.Source, 0, 9]));
        Assert.Equal(new PromptReuse(ReuseReason.Repeated, source + 1, 1, 1), Load(slot, [.. _golden.Source, 0, 9]));

        PromptReuse changed = Load(slot, [.. _golden.Source[..^1], 3, 0, 9]);
        Assert.Equal(new PromptReuse(ReuseReason.SourceChanged, 0, source + 2, source + 2), changed);
        Assert.Contains("reuse was refused", changed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_step_leaves_what_was_there()
    {
        using EncoderDecoderSession model = SmallModel.LoadEncoderDecoder(isMerged: false);
        using var slot = new Slot(model, 64);
        Load(slot, [.. _golden.Source, 0, 5]);
        using var cancelled = new CancellationTokenSource();
        using var run = new CancellableRun(cancelled.Token);
        cancelled.Cancel();

        int[] longer = [.. _golden.Source, 0, 5, 6];
        Assert.Throws<OperationCanceledException>(() => slot.Load(longer, _golden.Source.Length, draft: [], run, out _));

        Assert.Equal(new PromptReuse(ReuseReason.Extended, _golden.Source.Length + 2, 0, 1), Load(slot, longer));
    }

    [Fact]
    public void A_graph_that_is_no_decoder_of_an_encoder_is_refused()
    {
        string encoder = RepositoryPaths.Fixture("models", "encoder-decoder", "encoder_model.onnx");
        string decoder = SmallModel.GraphPath("optimum/llama");

        var exception = Assert.Throws<EngineException>(() => EncoderDecoderSession.Load(encoder, decoder, null, threads: 1));

        Assert.Contains("has no input 'encoder_hidden_states'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("text2text-generation-with-past", exception.Message, StringComparison.Ordinal);
    }

    private PromptReuse Load(Slot slot, int[] prompt)
    {
        slot.Load(prompt, _golden.Source.Length, draft: [], _run, out PromptReuse reuse);
        return reuse;
    }

    private sealed record Golden(int[] Source, int Start, int[] Greedy, float[][] Logits)
    {
        public static Golden Read()
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllText(RepositoryPaths.Fixture("models", "encoder-decoder", "golden.json")));
            JsonElement root = document.RootElement;
            return new Golden(
                root.GetProperty("input_ids").Deserialize<int[]>()!,
                root.GetProperty("decoder_start_token_id").GetInt32(),
                root.GetProperty("greedy_ids").Deserialize<int[]>()!,
                root.GetProperty("logits").Deserialize<float[][]>()!);
        }
    }
}
