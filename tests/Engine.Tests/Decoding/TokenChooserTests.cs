using LspCompletion.Engine.Decoding;

namespace LspCompletion.Engine.Tests.Decoding;

public class TokenChooserTests
{
    /// <summary>Logits whose probabilities are 0.1, 0.2, 0.4 and 0.3.</summary>
    private static readonly float[] Logits = [MathF.Log(0.1f), MathF.Log(0.2f), MathF.Log(0.4f), MathF.Log(0.3f)];

    [Fact]
    public void Greedy_takes_the_likeliest_token_and_says_how_likely_it_was()
    {
        using var chooser = new TokenChooser(new DecodingOptions(), Logits.Length);

        (int token, float logProbability) = chooser.Choose(Logits);

        Assert.Equal(2, token);
        Assert.Equal(MathF.Log(0.4f), logProbability, tolerance: 1e-5f);
    }

    [Fact]
    public void Among_allowed_tokens_the_others_mass_is_shared_out()
    {
        using var chooser = new TokenChooser(new DecodingOptions(), Logits.Length);

        (int token, float logProbability) = chooser.Choose(Logits, [0, 3]);

        Assert.Equal(3, token);
        Assert.Equal(MathF.Log(0.75f), logProbability, tolerance: 1e-5f);
    }

    [Theory]
    [InlineData(1f, 0, 1f, new[] { 0.1, 0.2, 0.4, 0.3 })]
    [InlineData(1f, 2, 1f, new[] { 0, 0, 4 / 7.0, 3 / 7.0 })]
    [InlineData(1f, 0, 0.65f, new[] { 0, 0, 4 / 7.0, 3 / 7.0 })]
    [InlineData(1f, 0, 0.75f, new[] { 0, 2 / 9.0, 4 / 9.0, 3 / 9.0 })]
    [InlineData(1f, 1, 0.9f, new[] { 0, 0, 1.0, 0 })]
    [InlineData(0.5f, 0, 1f, new[] { 1 / 30.0, 4 / 30.0, 16 / 30.0, 9 / 30.0 })]
    public void Sampling_draws_each_token_as_often_as_its_probability_says(
        float temperature, int topK, float topP, double[] expected)
    {
        const int Draws = 20_000;
        var options = new DecodingOptions { Temperature = temperature, TopK = topK, TopP = topP, Seed = 1 };
        using var chooser = new TokenChooser(options, Logits.Length);
        int[] counts = new int[Logits.Length];
        for (int i = 0; i < Draws; i++)
            counts[chooser.Choose(Logits).Token]++;

        // Four standard deviations of a share of one half, the widest there is.
        double tolerance = 4 * 0.5 / Math.Sqrt(Draws);
        for (int token = 0; token < counts.Length; token++)
            Assert.Equal(expected[token], counts[token] / (double)Draws, tolerance);
    }

    [Fact]
    public void The_same_seed_draws_the_same_tokens()
    {
        Assert.Equal(Draw(seed: 5), Draw(seed: 5));
        Assert.NotEqual(Draw(seed: 5), Draw(seed: 6));

        static int[] Draw(int seed)
        {
            using var chooser = new TokenChooser(new DecodingOptions { Temperature = 1, Seed = seed }, Logits.Length);
            return [.. Enumerable.Range(0, 40).Select(_ => chooser.Choose(Logits).Token)];
        }
    }

    [Theory]
    [InlineData(-1f, 0, 1f)]
    [InlineData(1f, -1, 1f)]
    [InlineData(1f, 0, 0f)]
    [InlineData(1f, 0, 1.5f)]
    public void Options_out_of_range_are_refused(float temperature, int topK, float topP) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenChooser(
            new DecodingOptions { Temperature = temperature, TopK = topK, TopP = topP }, Logits.Length));
}
