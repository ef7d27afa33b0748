using LspCompletion.Engine.Models;

namespace LspCompletion.Engine.Explaining;

/// <summary>What steps of a decoder cost, derived from its figures alone.</summary>
/// <remarks>
/// A matrix of n numbers costs a token 2n operations, a multiplication and an addition each; attention costs as much for
/// every number of the keys and the values that a token sees. Norms, activations and the softmax are left out: they are
/// thousandths of it.
/// </remarks>
/// <param name="figures">The model's figures.</param>
/// <param name="numberBytes">Bytes of a number in keys and values.</param>
/// <param name="weightBytes">Bytes of all weights as they are stored.</param>
internal sealed class ModelCost(ModelArchitecture figures, int numberBytes, long weightBytes)
{
    /// <summary>Families whose feed-forward blocks are two matrices; the others' have a third, the gate.</summary>
    private static readonly string[] Ungated = ["gpt2", "gpt_bigcode", "starcoder2", "gpt_neox", "phi"];

    /// <summary>Bytes of one token's keys and values in all layers.</summary>
    public long CacheBytesPerToken => 2L * figures.Layers * figures.KeyValueHeads * figures.HeadSize * numberBytes;

    /// <summary>Multiplications and additions of tokens that follow others.</summary>
    /// <param name="before">The tokens before.</param>
    /// <param name="count">The tokens that are computed; each sees those before it and itself.</param>
    /// <param name="logitRows">For how many of them logits are computed.</param>
    public double Operations(int before, int count, int logitRows)
    {
        double queries = (double)figures.Heads * figures.HeadSize;
        double keys = (double)figures.KeyValueHeads * figures.HeadSize;
        double hidden = figures.HiddenSize;
        double feedForward = (Ungated.Contains(figures.Family) ? 2.0 : 3.0) * hidden * figures.FeedForwardSize;
        double perToken = 2 * ((2 * hidden * queries) + (2 * hidden * keys) + feedForward);

        // Sum of before + 1, before + 2, ... before + count.
        double seen = ((double)count * before) + (count * (count + 1.0) / 2);
        return (figures.Layers * ((count * perToken) + (4 * queries * seen))) + (2.0 * logitRows * hidden * figures.VocabularySize);
    }

    /// <summary>Bytes that are read to compute tokens that follow others: each step reads all weights, and all keys and values.</summary>
    /// <param name="before">The tokens before.</param>
    /// <param name="count">The tokens that are computed.</param>
    /// <param name="mostInStep">The most tokens of a step.</param>
    public double BytesRead(int before, int count, int mostInStep)
    {
        double bytes = 0;
        for (int done = 0; done < count; done += mostInStep)
            bytes += weightBytes + (CacheBytesPerToken * (double)(before + Math.Min(count, done + mostInStep)));
        return bytes;
    }
}
