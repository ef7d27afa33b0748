using LspCompletion.Engine.Explaining;
using LspCompletion.Engine.Models;

namespace LspCompletion.Engine.Tests.Explaining;

public class ModelCostTests
{
    private static readonly ModelArchitecture Figures = new()
    {
        Family = "llama",
        Layers = 2,
        HiddenSize = 8,
        Heads = 4,
        KeyValueHeads = 2,
        HeadSize = 2,
        FeedForwardSize = 16,
        VocabularySize = 10,
    };

    private readonly ModelCost _cost = new(Figures, numberBytes: 4, weightBytes: 1000);

    [Fact]
    public void A_tokens_keys_and_values_are_counted() => Assert.Equal(2 * 2 * 2 * 2 * 4, _cost.CacheBytesPerToken);

    [Fact]
    public void Operations_are_those_of_matrices_attention_and_head()
    {
        const int Matrices = 2 * 2 * ((8 * 8) + (8 * 4) + (8 * 4) + (8 * 8) + (3 * 8 * 16));
        const int AttentionToFive = 2 * 2 * 2 * 8 * 5;
        const int Head = 2 * 8 * 10;

        Assert.Equal(Matrices + AttentionToFive + Head, _cost.Operations(before: 4, count: 1, logitRows: 1));
    }

    [Fact]
    public void Tokens_together_cost_as_much_as_one_after_the_other()
    {
        double together = _cost.Operations(before: 3, count: 4, logitRows: 4);
        double apart = Enumerable.Range(3, 4).Sum(before => _cost.Operations(before, count: 1, logitRows: 1));

        Assert.Equal(apart, together);
    }

    [Fact]
    public void Each_step_reads_the_weights_and_all_keys_and_values() =>
        Assert.Equal((2 * 1000) + (64 * (10 + 14)), _cost.BytesRead(before: 2, count: 12, mostInStep: 8));
}
