using System.Numerics.Tensors;
using CsCheck;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Tests.Inference;

namespace LspCompletion.Engine.Tests.Caching;

/// <summary>
/// Where the leading tokens of a prompt see all of each other, a cache never changes an answer, either: it is of use for the
/// very same source only, and then for what was written behind it, token by token. Nothing is allowed for here, as in
/// <see cref="ReuseProperties"/>.
/// </summary>
public class SourceReuseProperties
{
    private const int Capacity = 64;
    private const int DecodedTokens = 5;
    private const int MostSource = 36;
    private const int MostTyped = 16;

    private enum Change
    {
        Source,
        Typed,
        Accepted,
        Nothing,
    }

    private static readonly Gen<int[]> Tokens = Gen.Int[0, SmallModel.VocabularySize - 1].Array[0, 10];

    /// <summary>What changes: cut at a place, go on with other tokens; and whether another slot joins first.</summary>
    private static readonly Gen<(Change Change, int Keep, int[] Then, bool Joins)> Edits = Gen.Select(
        Gen.Enum<Change>(), Gen.Int[0, MostSource], Tokens, Gen.Frequency((3, Gen.Const(false)), (1, Gen.Const(true))));

    [Fact]
    public void On_a_prefix_language_model()
    {
        using ISequenceModel model = SmallModel.LoadPrefix();
        Check(model, start: []);
    }

    [Fact]
    public void On_an_encoder_and_its_decoder()
    {
        using ISequenceModel model = SmallModel.LoadEncoderDecoder(isMerged: false);
        Check(model, start: [0]);
    }

    private static void Check(ISequenceModel model, int[] start)
    {
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        int reusedSources = 0;
        int changedSources = 0;

        Edits.Array[1, 8].Sample(
            edits =>
            {
                var slots = new List<Slot> { new(model, Capacity) };
                using var fresh = new Slot(model, Capacity);
                List<int> source = [1, 2, 3];
                List<int> typed = [];
                List<int> decoded = [];
                int[] before = [];
                foreach ((Change change, int keep, int[] then, bool joins) in edits)
                {
                    if (joins)
                        slots.Add(new Slot(model, Capacity));
                    if (change == Change.Source)
                        Edit(source, keep, then, MostSource);
                    else if (change == Change.Typed)
                        Edit(typed, keep % (MostTyped + 1), then, MostTyped);
                    else if (change == Change.Accepted)
                        Edit(typed, typed.Count, decoded, MostTyped);
                    if (source.Count == 0)
                        source.Add(7);

                    List<int> prompt = [.. source, .. start, .. typed];
                    fresh.Clear();
                    (decoded, float[] expectedLogits, _) = Decode(fresh, prompt, source.Count, run);
                    foreach (Slot slot in slots)
                    {
                        bool isNew = slot.Tokens.IsEmpty;
                        (List<int> actual, float[] logits, PromptReuse reuse) = Decode(slot, prompt, source.Count, run);
                        Assert.Equal(decoded, actual);
                        Assert.Equal(expectedLogits, logits);

                        if (isNew)
                        {
                            Assert.Equal(ReuseReason.Cold, reuse.Reason);
                        }
                        else if (before.AsSpan().SequenceEqual(source.ToArray()))
                        {
                            reusedSources++;
                            Assert.NotEqual(ReuseReason.SourceChanged, reuse.Reason);
                            Assert.True(reuse.Reused >= Math.Min(source.Count, prompt.Count - model.LeastStep));
                        }
                        else
                        {
                            changedSources++;
                            Assert.Equal(ReuseReason.SourceChanged, reuse.Reason);
                            Assert.Equal((0, prompt.Count), (reuse.Reused, reuse.Computed));
                        }
                    }

                    before = [.. source];
                }

                slots.ForEach(slot => slot.Dispose());
            },
            iter: 60,
            threads: 1);

        Assert.True(reusedSources > 0 && changedSources > 0, "One of both cases never came up.");
    }

    private static void Edit(List<int> tokens, int keep, IReadOnlyList<int> then, int most)
    {
        if (keep < tokens.Count)
            tokens.RemoveRange(keep, tokens.Count - keep);
        tokens.AddRange(then);
        if (tokens.Count > most)
            tokens.RemoveRange(most, tokens.Count - most);
    }

    private static (List<int> Tokens, float[] PromptLogits, PromptReuse Reuse) Decode(
        Slot slot, List<int> prompt, int source, CancellableRun run)
    {
        float[] promptLogits = slot.Load(prompt.ToArray(), source, draft: [], run, out PromptReuse reuse).ToArray();
        Assert.Equal(prompt.Count, reuse.Reused + reuse.Computed);

        ReadOnlySpan<float> logits = promptLogits;
        List<int> tokens = [.. prompt];
        while (tokens.Count < prompt.Count + DecodedTokens)
        {
            tokens.Add(TensorPrimitives.IndexOfMax(logits));
            logits = slot.Load(tokens.ToArray(), source, draft: [], run, out PromptReuse step);
            Assert.InRange(step.Computed, 1, 2);
        }

        return (tokens[prompt.Count..], promptLogits, reuse);
    }
}
