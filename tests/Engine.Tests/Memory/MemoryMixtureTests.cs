using System.Numerics.Tensors;
using CsCheck;
using LspCompletion.Engine.Memory;

namespace LspCompletion.Engine.Tests.Memory;

/// <summary>The mixture, against the formulas written down once more as slowly as can be.</summary>
public class MemoryMixtureTests
{
    private const int Vocabulary = 6;

    /// <summary>The vocabulary of the texts is small, so that much is said again.</summary>
    private static readonly Gen<int[]> Texts = Gen.Int[0, 3].Array[0, 60];

    private static readonly Gen<int[]> Allowed = Gen.OneOf(
        Gen.Const(Array.Empty<int>()), Gen.Int[0, Vocabulary - 1].Array[1, 4].Select(tokens => tokens.Distinct().ToArray()));

    private static readonly Gen<int?> LeftOut = Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, 3].Select(token => (int?)token));

    [Fact]
    public void What_followed_is_counted_by_all_lengths_of_the_context() =>
        Gen.Select(Texts, Texts, Gen.Int[0, 3].Array[1, 30], Allowed, LeftOut).Sample((before, after, context, allowed, leftOut) =>
        {
            DocumentMemory memory = Memory(before, after);
            Followers followers = new(Vocabulary);

            // What an earlier look-up left must not count.
            followers.Find(memory, [0], [1], isLeftOut: null);
            followers.Find(memory, context, allowed, LeavesOut(leftOut));

            (Dictionary<int, double> expected, int length, int variety) = Count(memory.Tokens.ToArray(), context, allowed, leftOut);
            Assert.Equal(expected.Keys.Order(), followers.Tokens.Order());
            foreach ((int token, double probability) in followers.Tokens.Zip(followers.Probabilities))
                Assert.Equal(expected[token], probability, 12);
            Assert.Equal(length, followers.MatchLength);
            if (expected.Count == 0)
                return;

            Assert.Equal(variety, followers.Variety);
            Assert.Equal(1, followers.Probabilities.Sum(), 12);
            Assert.Equal(followers.Probabilities.Max(), followers.Probabilities[followers.Likeliest]);
        });

    [Fact]
    public void The_mixture_is_the_models_probability_and_the_memorys() =>
        Gen.Select(Texts, Texts, Gen.Int[0, 3].Array[1, 30], Allowed, Gen.Float[-8, 8].Array[Vocabulary], LeftOut).Sample((before, after, context, allowed, logits, leftOut) =>
        {
            DocumentMemory memory = Memory(before, after);
            int[] among = allowed.Length > 0 ? allowed : [.. Enumerable.Range(0, Vocabulary)];
            double[] model = Softmax(logits, among);
            (Dictionary<int, double> remembered, int length, int variety) = Count(memory.Tokens.ToArray(), context, allowed, leftOut);

            using MemoryMixture mixture = new(memory, context, new Followers(Vocabulary));
            float[] mixed = mixture.Mix(logits, allowed, LeavesOut(leftOut)).ToArray();

            if (remembered.Count == 0)
            {
                Assert.Equal(logits, mixed);
                return;
            }

            // Of equally probable tokens any may be the likeliest.
            double most = remembered.Values.Max();
            double[] actual = Softmax(mixed, among);
            Assert.Contains(remembered.Keys.Where(token => remembered[token] == most), likeliest =>
            {
                double agreement = model[Array.IndexOf(among, likeliest)];
                double weight = 1 / (1 + Math.Exp(-LogOdds(model.Max(), length, variety, agreement)));
                return Enumerable.Range(0, among.Length).All(
                    i => Math.Abs(((1 - weight) * model[i]) + (weight * remembered.GetValueOrDefault(among[i])) - actual[i]) < 1e-4);
            });
        });

    [Fact]
    public void A_token_counts_as_remembered_where_the_model_would_have_written_another()
    {
        // After 1 2 3 there was a 0 always.
        DocumentMemory memory = Memory([1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0], []);
        float[] undecided = [0.9f, 1, 0, 0, 0, 0];
        using MemoryMixture mixture = new(memory, [1, 2, 3], new Followers(Vocabulary));

        Assert.Equal(0, TensorPrimitives.IndexOfMax(mixture.Mix(undecided, [], isLeftOut: null)));
        mixture.Accept(0);
        mixture.Mix([0, 9, 0, 0, 0, 0], [], isLeftOut: null);
        mixture.Accept(1);

        Assert.Equal(1, mixture.Decided);
    }

    [Fact]
    public void A_draft_ends_where_the_text_before_the_cursor_does()
    {
        using MemoryMixture mixture = new(Memory([1, 2, 3], [4, 5]), [9, 1, 2], new Followers(Vocabulary));

        Assert.Equal([3], mixture.Draft(out int matched));
        Assert.Equal(2, matched);
    }

    private static Predicate<int>? LeavesOut(int? leftOut) => leftOut is { } one ? token => token == one : null;

    private static DocumentMemory Memory(int[] before, int[] after) => DocumentMemory.Of(
        $"{Text(before)}\n", $"\n{Text(after)}", known: null, (text, ids) =>
        {
            foreach (char character in text)
            {
                if (character != '\n')
                    ids.Add(character - 'a');
            }
        });

    private static string Text(int[] tokens) => string.Concat(tokens.Select(token => (char)('a' + token)));

    private static (Dictionary<int, double> Probabilities, int Length, int Variety) Count(
        int[] tokens, int[] context, int[] allowed, int? leftOut)
    {
        Dictionary<int, double> probabilities = [];
        int length = 0;
        int variety = 0;
        for (int k = 1; k <= Math.Min(24, context.Length); k++)
        {
            int[] followers =
            [
                .. Enumerable.Range(0, Math.Max(0, tokens.Length - k))
                    .Where(start => tokens.AsSpan(start, k).SequenceEqual(context.AsSpan(context.Length - k)))
                    .Select(start => tokens[start + k])
                    .Where(token => token != DocumentMemory.Separator && (allowed.Length == 0 || allowed.Contains(token)) && token != leftOut),
            ];
            if (followers.Length == 0)
                break;

            length = k;
            variety = followers.Distinct().Count();
            double total = followers.Length + (k > 1 ? 1 : 0);
            probabilities = followers.Concat(probabilities.Keys).Distinct().ToDictionary(
                token => token,
                token => (followers.Count(follower => follower == token) + probabilities.GetValueOrDefault(token)) / total);
        }

        return (probabilities, length, variety);
    }

    private static double LogOdds(double confidence, int length, int variety, double agreement)
    {
        double ofMatch = length switch { 1 => -1.99, 2 => -0.72, 3 => -0.43, 4 => -0.59, < 7 => -0.18, < 10 => -0.30, < 16 => 0.27, _ => 0.54 };
        confidence = Math.Clamp(confidence, 0.001, 0.999);
        return ofMatch - (0.20 * Math.Log(variety)) - (0.43 * Math.Log(confidence / (1 - confidence)))
            + (0.185 * Math.Log(Math.Max(agreement, 1e-4)));
    }

    private static double[] Softmax(float[] logits, int[] among)
    {
        double[] terms = [.. among.Select(token => Math.Exp(logits[token]))];
        return [.. terms.Select(term => term / terms.Sum())];
    }
}
