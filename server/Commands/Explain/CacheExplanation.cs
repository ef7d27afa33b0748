using LspCompletion.Engine.Explaining;

namespace LspCompletion.Server.Commands.Explain;

/// <summary>What <c>explain cache</c> prints.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="PromptTokens">The prompt's length.</param>
/// <param name="Text">What was written with the cache.</param>
/// <param name="IsSame">Whether the very same tokens were written without it.</param>
/// <param name="PromptMs">Milliseconds to compute the prompt, which both need.</param>
/// <param name="Rows">What a token costs, by the tokens before it.</param>
/// <param name="WithCache">How that grows with the cache.</param>
/// <param name="WithoutCache">How it grows without.</param>
/// <param name="Memory">What the cache takes.</param>
internal sealed record CacheExplanation(
    string File,
    string Model,
    int PromptTokens,
    string Text,
    bool IsSame,
    double PromptMs,
    IReadOnlyList<CacheExplanationRow> Rows,
    CostGrowth WithCache,
    CostGrowth WithoutCache,
    CacheMemory Memory)
{
    /// <summary>Fewer tokens than this show no growth.</summary>
    public const int LeastTokens = 16;

    private const int MostRows = 8;

    /// <summary>Compares what was written with the cache and without.</summary>
    public static CacheExplanation Of(
        string file, string model, int promptTokens, CacheMemory memory, GreedyTrace with, GreedyTrace without)
    {
        GreedyStep[][] withRows = Split(with.Steps);
        GreedyStep[][] withoutRows = Split(without.Steps);
        return new CacheExplanation(
            file,
            model,
            promptTokens,
            with.Text,
            with.Tokens.SequenceEqual(without.Tokens),
            with.PromptMs,
            [.. withRows.Zip(withoutRows, (some, others) => new CacheExplanationRow(TokenCost.Of(some), TokenCost.Of(others)))],
            CostGrowth.Fit(with.Steps),
            CostGrowth.Fit(without.Steps),
            memory);
    }

    private static GreedyStep[][] Split(IReadOnlyList<GreedyStep> steps) =>
        [.. steps.Chunk((steps.Count + MostRows - 1) / MostRows)];
}
