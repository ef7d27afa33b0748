using System.Buffers;
using System.Numerics.Tensors;

namespace LspCompletion.Engine.Decoding;

/// <summary>Chooses the next token from logits: the likeliest one, or one drawn by chance.</summary>
internal sealed class TokenChooser : IDisposable
{
    private readonly DecodingOptions _options;
    private readonly Random _random;
    private readonly float[] _weights;
    private readonly float[] _allowed;
    private readonly float[] _sorted;
    private readonly int[] _order;

    /// <param name="options">Temperature, top-k, top-p and seed.</param>
    /// <param name="vocabularySize">Logits per position.</param>
    /// <exception cref="ArgumentOutOfRangeException">Temperature or top-k is negative, or top-p isn't in (0, 1].</exception>
    public TokenChooser(DecodingOptions options, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Temperature);
        ArgumentOutOfRangeException.ThrowIfNegative(options.TopK);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.TopP);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.TopP, 1);

        _options = options;
        _random = new Random(options.Seed);
        _weights = ArrayPool<float>.Shared.Rent(vocabularySize);
        _allowed = ArrayPool<float>.Shared.Rent(vocabularySize);
        bool sorts = options.Temperature > 0 && (options.TopK > 0 || options.TopP < 1);
        _sorted = sorts ? ArrayPool<float>.Shared.Rent(vocabularySize) : [];
        _order = sorts ? ArrayPool<int>.Shared.Rent(vocabularySize) : [];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_weights);
        ArrayPool<float>.Shared.Return(_allowed);
        if (_order.Length == 0)
            return;

        ArrayPool<float>.Shared.Return(_sorted);
        ArrayPool<int>.Shared.Return(_order);
    }

    /// <summary>Chooses among all tokens.</summary>
    /// <param name="logits"><c>[vocabulary]</c>.</param>
    /// <returns>The token, and the natural logarithm of the model's probability of it.</returns>
    public (int Token, float LogProbability) Choose(ReadOnlySpan<float> logits)
    {
        float logSum = LogSumOfExponentials(logits);
        int token = Pick(logits);
        return (token, logits[token] - logSum);
    }

    /// <summary>Chooses among some tokens, as if the others did not exist.</summary>
    /// <param name="logits"><c>[vocabulary]</c>.</param>
    /// <param name="allowed">The tokens to choose from; one at least, each once.</param>
    /// <returns>The token, and the natural logarithm of its share of the allowed tokens' probability.</returns>
    public (int Token, float LogProbability) Choose(ReadOnlySpan<float> logits, ReadOnlySpan<int> allowed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(allowed.Length);
        Span<float> allowedLogits = _allowed.AsSpan(0, allowed.Length);
        for (int i = 0; i < allowed.Length; i++)
            allowedLogits[i] = logits[allowed[i]];

        float logSum = LogSumOfExponentials(allowedLogits);
        int index = Pick(allowedLogits);
        return (allowed[index], allowedLogits[index] - logSum);
    }

    private int Pick(ReadOnlySpan<float> logits) =>
        _options.Temperature == 0 ? TensorPrimitives.IndexOfMax(logits) : Draw(logits);

    private float LogSumOfExponentials(ReadOnlySpan<float> logits)
    {
        float max = TensorPrimitives.Max(logits);
        return max + MathF.Log(Weigh(logits, max, temperature: 1));
    }

    /// <summary>Fills the weights: e to the power of how far a logit is below the largest one, over the temperature.</summary>
    /// <returns>Their sum.</returns>
    private float Weigh(ReadOnlySpan<float> logits, float max, float temperature)
    {
        Span<float> weights = _weights.AsSpan(0, logits.Length);
        TensorPrimitives.Subtract(logits, max, weights);
        if (temperature != 1)
            TensorPrimitives.Divide(weights, temperature, weights);
        TensorPrimitives.Exp(weights, weights);
        return TensorPrimitives.Sum(weights);
    }

    private int Draw(ReadOnlySpan<float> logits)
    {
        float sum = Weigh(logits, TensorPrimitives.Max(logits), _options.Temperature);
        ReadOnlySpan<float> weights = _weights.AsSpan(0, logits.Length);
        if (_order.Length == 0)
            return IndexAt(weights, _random.NextSingle() * sum);

        int kept = KeepLikeliest(weights, sum);
        ReadOnlySpan<float> likeliest = _sorted.AsSpan(0, kept);
        return _order[IndexAt(likeliest, _random.NextSingle() * TensorPrimitives.Sum(likeliest))];
    }

    /// <summary>Sorts the weights, largest first, and says how many of them top-k and top-p leave.</summary>
    private int KeepLikeliest(ReadOnlySpan<float> weights, float sum)
    {
        Span<float> sorted = _sorted.AsSpan(0, weights.Length);
        Span<int> order = _order.AsSpan(0, weights.Length);
        weights.CopyTo(sorted);
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        sorted.Sort(order, static (left, right) => right.CompareTo(left));

        int limit = _options.TopK > 0 ? Math.Min(_options.TopK, sorted.Length) : sorted.Length;
        float reached = 0;
        for (int kept = 1; kept <= limit; kept++)
        {
            reached += sorted[kept - 1];
            if (reached >= _options.TopP * sum)
                return kept;
        }

        return limit;
    }

    /// <summary>The index at which the running sum of weights passes a point.</summary>
    private static int IndexAt(ReadOnlySpan<float> weights, float point)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            point -= weights[i];
            if (point < 0)
                return i;
        }

        // Rounding can leave a remainder: it belongs to the last index that has weight at all.
        return weights.LastIndexOfAnyExcept(0f);
    }
}
