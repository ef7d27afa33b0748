using System.Diagnostics;
using System.Numerics.Tensors;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Tests.Models;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>The default model on DirectML itself; it runs where and when <see cref="DirectMLTests"/> do.</summary>
public sealed class DefaultModelOnDirectMLTests
{
    /// <summary>By how much another token may lead: 16-bit arithmetic moves a logit by up to an eighth.</summary>
    private const float Tie = 0.125f;

    /// <summary>What is left of a prompt, so that it and what is written fill a step of 32 tokens.</summary>
    private const int PromptTokens = 32 - DefaultPrompts.Tokens;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>
    /// On as many of the twenty prompts as five minutes allow: a software device takes seconds for a step. The first is
    /// decoded; behind the others, what the processor writes is verified as a draft is, in one step for all of its tokens.
    /// </summary>
    [Fact(Explicit = true)]
    public void It_writes_what_it_writes_on_the_processor_but_where_two_tokens_are_as_likely()
    {
        using TemporaryFolder folder = new();
        using ModelSession ofCpu = DefaultPrompts.LoadExactCpu(folder);
        using ModelSession model = ModelSession.Load(
            Path.Combine(DefaultDirectMLGraph.Folder, "model.directml.onnx"), ExecutionProvider.DirectML, threads: 1, AttentionKind.Causal);
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        using IKeyValueCache cache = model.CreateCache(capacity: 256);
        List<float> leads = [];
        int prompts = 0;
        var watch = Stopwatch.StartNew();
        foreach (int[] whole in DefaultPrompts.Twenty().TakeWhile(_ => watch.Elapsed < Limit))
        {
            int[] prompt = [whole[0], .. whole[^(PromptTokens - 1)..]];
            List<int> written = DefaultPrompts.Greedy(ofCpu, prompt);
            if (prompts++ == 0)
                Assert.Equal(written, DefaultPrompts.Greedy(model, prompt));

            cache.Trim(0);
            ReadOnlySpan<float> logits = run.Extend(cache, [.. prompt, .. written.SkipLast(1)], source: 0, logitRows: written.Count);
            int vocabulary = model.Signature.VocabularySize;
            for (int i = 0; i < written.Count; i++)
            {
                ReadOnlySpan<float> row = logits.Slice(i * vocabulary, vocabulary);
                float lead = TensorPrimitives.Max(row) - row[written[i]];
                Assert.True(lead <= Tie, $"Prompt {prompts}, token {i}: another one leads {written[i]} by {lead}.");
                leads.Add(lead);
            }
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{prompts} prompts in {watch.Elapsed.TotalSeconds:F0} s: {leads.Count(lead => lead == 0)} of {leads.Count} tokens are the " +
            $"same, and others lead by {leads.Max():F3} at most.");
    }
}
