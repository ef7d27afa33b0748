using System.Numerics.Tensors;
using CsCheck;
using LspCompletion.Engine.Memory;

namespace LspCompletion.Engine.Tests.Memory;

/// <summary>The mixture, against the formulas written down once more as slowly as can be.</summary>
public class MemoryMixtureTests
{
    private const int Vocabulary = 6;

    /// <summary>The document's own path.</summary>
    private const string Own = "own";

    /// <summary>The vocabulary of the texts is small, so that much is said again.</summary>
    private static readonly Gen<int[]> Texts = Gen.Int[0, 3].Array[0, 60];

    private static readonly Gen<int[]> Allowed = Gen.OneOf(
        Gen.Const(Array.Empty<int>()), Gen.Int[0, Vocabulary - 1].Array[1, 4].Select(tokens => tokens.Distinct().ToArray()));

    private static readonly Gen<int[][]> Files = Gen.Int[0, 3].Array[0, 20].Array[0, 4];

    private static readonly Gen<int?> LeftOut = Gen.OneOf(Gen.Const((int?)null), Gen.Int[0, 3].Select(token => (int?)token));

    [Fact]
    public void What_followed_is_counted_by_all_lengths_of_the_context() =>
        Gen.Select(Texts, Texts, Gen.Int[0, 3].Array[1, 30], Allowed, LeftOut, Files).Sample((before, after, context, allowed, leftOut, files) =>
        {
            DocumentMemory memory = Memory(before, after);
            Followers followers = new(Vocabulary);

            followers.Project.Use(Project(files));

            // What an earlier look-up left must not count.
            followers.Find(memory, [0], [1], isLeftOut: null);
            followers.Find(memory, context, allowed, LeavesOut(leftOut));

            (Dictionary<int, double> expected, int length, int variety) = SlowCount.Of([.. memory.Tokens, .. Joined(files)], context, allowed, leftOut);
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
        Gen.Select(Texts, Texts, Gen.Int[0, 3].Array[1, 30], Allowed, Gen.Float[-8, 8].Array[Vocabulary], LeftOut, Files).Sample((before, after, context, allowed, logits, leftOut, files) =>
        {
            DocumentMemory memory = Memory(before, after);
            int[] among = allowed.Length > 0 ? allowed : [.. Enumerable.Range(0, Vocabulary)];
            double[] model = Softmax(logits, among);
            (Dictionary<int, double> remembered, int length, int variety) = SlowCount.Of([.. memory.Tokens, .. Joined(files)], context, allowed, leftOut);

            using MemoryMixture mixture = new(memory, Project(files), context, new Followers(Vocabulary));
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
                double weight = 1 / (1 + Math.Exp(-LogOdds(model.Max(), length, variety, agreement, files.Length > 0)));
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
        using MemoryMixture mixture = new(memory, project: null, [1, 2, 3], new Followers(Vocabulary));

        Assert.Equal(0, TensorPrimitives.IndexOfMax(mixture.Mix(undecided, [], isLeftOut: null)));
        mixture.Accept(0);
        mixture.Mix([0, 9, 0, 0, 0, 0], [], isLeftOut: null);
        mixture.Accept(1);

        Assert.Equal(1, mixture.Decided);
    }

    [Fact]
    public void A_draft_ends_where_the_text_before_the_cursor_does()
    {
        using MemoryMixture mixture = new(Memory([1, 2, 3], [4, 5]), project: null, [9, 1, 2], new Followers(Vocabulary));

        Assert.Equal([3], mixture.Draft(out int matched));
        Assert.Equal(2, matched);
    }

    /// <summary>A project with the files, and with the document itself as it is on disk.</summary>
    private static ProjectMemory? Project(int[][] files)
    {
        if (files.Length == 0)
            return null;

        var index = new ProjectMemoryIndex(Vocabulary, long.MaxValue);
        index.Set([(Own, new[] { 0, 1, 2, 3, 0, 1, 2, 3 }), .. files.Select((file, i) => ($"{i}", (ReadOnlyMemory<int>)file))]);
        return index.Current.Without(Own);
    }

    private static IEnumerable<int> Joined(int[][] files) => files.SelectMany(file => (IEnumerable<int>)[DocumentMemory.Separator, .. file]);

    private static Predicate<int>? LeavesOut(int? leftOut) => leftOut is { } one ? token => token == one : null;

    [Fact]
    public void What_is_remembered_says_where_it_stands_longest_and_last()
    {
        var index = new ProjectMemoryIndex(Vocabulary, long.MaxValue);
        index.Set([("a", new[] { 2, 3, 0, 1 }), ("b", new[] { 1, 1, 2, 3, 0, 5, 1, 2, 3, 0 }), (Own, new[] { 1, 1, 2, 3, 0 })]);
        using MemoryMixture mixture = new(Memory([3, 0], []), index.Current.Without(Own), [1, 2, 3], new Followers(Vocabulary));

        mixture.Mix([0.9f, 1, 0, 0, 0, 0], [], isLeftOut: null);
        mixture.Accept(0);

        Assert.NotNull(mixture.Origin);
        Assert.Equal(("b", 3), (mixture.Origin.Path, mixture.Origin.Length));
        Assert.Equal([1, 1, 2, 3, 0, 5, 1, 2, 3], mixture.Origin.TokensBefore);
    }

    [Fact]
    public void A_draft_is_from_the_project_where_more_agrees_there_and_ends_with_its_file()
    {
        var index = new ProjectMemoryIndex(Vocabulary, long.MaxValue);
        index.Set([("a", new[] { 5, 1, 2, 4, 4 }), ("b", new[] { 0 }), (Own, new[] { 5, 1, 2, 0, 0, 0 })]);
        using MemoryMixture mixture = new(Memory([1, 2, 3], []), index.Current.Without(Own), [5, 1, 2], new Followers(Vocabulary));

        Assert.Equal([4, 4], mixture.Draft(out int matched));
        Assert.Equal(3, matched);
    }

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

    private static double LogOdds(double confidence, int length, int variety, double agreement, bool knowsProject)
    {
        confidence = Math.Clamp(confidence, 0.001, 0.999);
        if (knowsProject)
        {
            double ofMatchInBoth = length switch { 1 => -0.42, 2 => -0.09, 3 => 0.02, 4 => -0.22, < 7 => 0, < 10 => 0.70, < 16 => 0.69, _ => 1.37 };
            return ofMatchInBoth - (0.62 * Math.Log(variety)) - (0.43 * Math.Log(confidence / (1 - confidence)))
                + (0.158 * Math.Log(Math.Max(agreement, 1e-4)));
        }

        double ofMatch = length switch { 1 => -1.99, 2 => -0.72, 3 => -0.43, 4 => -0.59, < 7 => -0.18, < 10 => -0.30, < 16 => 0.27, _ => 0.54 };
        return ofMatch - (0.20 * Math.Log(variety)) - (0.43 * Math.Log(confidence / (1 - confidence)))
            + (0.185 * Math.Log(Math.Max(agreement, 1e-4)));
    }

    private static double[] Softmax(float[] logits, int[] among)
    {
        double[] terms = [.. among.Select(token => Math.Exp(logits[token]))];
        return [.. terms.Select(term => term / terms.Sum())];
    }
}
