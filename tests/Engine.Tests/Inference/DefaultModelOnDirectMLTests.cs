using System.Diagnostics;
using System.Numerics.Tensors;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Tests.Models;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>The default model on DirectML itself; it runs where and when <see cref="DirectMLTests"/> do.</summary>
public sealed class DefaultModelOnDirectMLTests
{
    /// <summary>
    /// On as many of the twenty prompts as five minutes allow: a software device takes seconds for a step. After the first
    /// prompt, what the processor writes is verified as a draft is, in one step for all of its tokens.
    /// </summary>
    [Fact(Explicit = true)]
    public void The_default_model_writes_what_it_writes_on_the_processor()
    {
        var limit = TimeSpan.FromMinutes(5);
        using TemporaryFolder folder = new();
        using ModelSession ofCpu = DefaultPrompts.LoadExactCpu(folder);
        using ModelSession model = ModelSession.Load(
            Path.Combine(DefaultDirectMLGraph.Folder, "model.directml.onnx"), ExecutionProvider.DirectML, threads: 1);
        using IKeyValueCache cache = model.CreateCache(capacity: 256);
        var watch = Stopwatch.StartNew();
        int compared = 0;
        foreach (int[] prompt in DefaultPrompts.Twenty())
        {
            List<int> expected = DefaultPrompts.Greedy(ofCpu, prompt);
            cache.Trim(0);
            List<int> written = compared == 0 ? DefaultPrompts.Greedy(model, prompt) : Verify(cache, prompt, expected);

            Assert.Equal(expected, written);
            compared++;
            if (watch.Elapsed > limit)
                break;
        }

        TestContext.Current.SendDiagnosticMessage($"{compared} prompts in {watch.Elapsed.TotalSeconds:F0} s.");
    }

    // The likeliest token before each token of a draft.
    private static List<int> Verify(IKeyValueCache cache, int[] prompt, List<int> draft)
    {
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        float[] logits = run.Extend(cache, [.. prompt, .. draft.SkipLast(1)], logitRows: draft.Count).ToArray();
        int vocabulary = logits.Length / draft.Count;
        return [.. draft.Select((_, row) => TensorPrimitives.IndexOfMax(logits.AsSpan(row * vocabulary, vocabulary)))];
    }
}
