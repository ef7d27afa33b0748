using System.Numerics.Tensors;
using CsCheck;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Tests.Inference;

namespace LspCompletion.Engine.Tests.Caching;

/// <summary>
/// A cache never changes an answer. Nothing is allowed for here: on every graph form the tokens and even the logits of
/// a reused prompt are those of the same prompt computed from nothing, bit for bit, whether its tokens were computed as
/// prompt, as draft or while decoding: all in exact steps (<see cref="ModelSession.IsExactStep"/>); and however much memory
/// it is given to begin with, and has to grow on the way.
/// </summary>
public class ReuseProperties
{
    private const int Capacity = 64;
    private const int DecodedTokens = 6;

    /// <summary>
    /// A change to the prompt: cut at a place, go on with other tokens; and whether another slot joins first, with memory for
    /// so many tokens.
    /// </summary>
    private static readonly Gen<(int Keep, int[] Then, bool Accept, int? Joins)> Edits = Gen.Select(
        Gen.Int[0, 48],
        Gen.Int[0, SmallModel.VocabularySize - 1].Array[0, 12],
        Gen.Bool,
        Gen.Frequency((3, Gen.Const((int?)null)), (1, Gen.Int[1, Capacity].Select(least => (int?)least))));

    [Theory]
    [InlineData("shared-buffer")]
    [InlineData("static-cache")]
    [InlineData("optimum/llama")]
    [InlineData("optimum/gemma")]
    [InlineData("optimum/gpt_bigcode")]
    public void Greedy_text_with_reuse_equals_greedy_text_from_nothing(string folder)
    {
        using ModelSession model = SmallModel.Load(folder);
        using var run = new CancellableRun(TestContext.Current.CancellationToken);

        Edits.Array[1, 8].Sample(
            edits =>
            {
                var slots = new List<Slot> { new(model, Capacity, leastCapacity: 1) };
                using var fresh = new Slot(model, Capacity, leastCapacity: Capacity);
                List<int> prompt = [1];
                List<int> decoded = [];
                foreach ((int keep, int[] then, bool accept, int? joins) in edits)
                {
                    if (joins is { } least)
                        slots.Add(new Slot(model, Capacity, least));

                    // As a user does: take what was suggested, or go back some way and type something else.
                    if (accept)
                        prompt.AddRange(decoded);
                    else if (keep < prompt.Count)
                        prompt.RemoveRange(keep, prompt.Count - keep);
                    prompt.AddRange(then);
                    if (prompt.Count > Capacity - DecodedTokens)
                        prompt.RemoveRange(Capacity - DecodedTokens, prompt.Count - (Capacity - DecodedTokens));
                    if (prompt.Count == 0)
                        prompt.Add(7);

                    fresh.Clear();
                    (decoded, float[] expectedLogits) = Decode(fresh, prompt, run);
                    foreach (Slot slot in slots)
                    {
                        (List<int> actual, float[] logits) = Decode(slot, prompt, run);
                        Assert.Equal(decoded, actual);
                        Assert.Equal(expectedLogits, logits);
                    }
                }

                slots.ForEach(slot => slot.Dispose());
            },
            iter: 60,
            threads: 1);
    }

    private static (List<int> Tokens, float[] PromptLogits) Decode(Slot slot, List<int> prompt, CancellableRun run)
    {
        float[] promptLogits = slot.Load(prompt.ToArray(), source: 0, draft: [], run, out PromptReuse reuse).ToArray();
        Assert.Equal(prompt.Count, reuse.Reused + reuse.Computed);

        ReadOnlySpan<float> logits = promptLogits;
        List<int> tokens = [.. prompt];
        while (tokens.Count < prompt.Count + DecodedTokens)
        {
            tokens.Add(TensorPrimitives.IndexOfMax(logits));
            logits = slot.Load(tokens.ToArray(), source: 0, draft: [], run, out _);
        }

        return (tokens[prompt.Count..], promptLogits);
    }
}
