using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LspCompletion.Engine.Memory;

/// <summary>
/// Mixes what the model says comes next with what followed in the user's own text: p = (1 - w) p_model + w p_memory, where w
/// grows with the length of the match, and falls with the model's own confidence and with the number of ways in which the
/// text went on. Its numbers were fitted on lines that commits really added to repositories in C#; on other languages they
/// gain, too.
/// </summary>
/// <param name="memory">The document's memory.</param>
/// <param name="recent">The last tokens before the completion, in order.</param>
/// <param name="followers">Counts; its vocabulary has as many tokens as there are logits. Used by one mixture at a time.</param>
internal sealed class MemoryMixture(DocumentMemory memory, IEnumerable<int> recent, Followers followers) : IDisposable
{
    private const double VarietyWeight = -0.20;
    private const double ConfidenceWeight = -0.43;
    private const double AgreementWeight = 0.185;

    private readonly float[] _mixed = ArrayPool<float>.Shared.Rent(followers.VocabularySize);
    private readonly float[] _terms = ArrayPool<float>.Shared.Rent(followers.VocabularySize);
    private readonly List<int> _context = [.. recent];
    private int _modelsChoice;

    /// <summary>Tokens that were written and that the model alone would not have chosen.</summary>
    public int Decided { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_mixed);
        ArrayPool<float>.Shared.Return(_terms);
    }

    /// <summary>A token was written.</summary>
    public void Accept(int token)
    {
        if (token != _modelsChoice && followers.Tokens.Contains(token))
            Decided++;
        _context.Add(token);
    }

    /// <summary>What followed the longest end of the text so far, in the document.</summary>
    /// <param name="matched">The tokens of that end; 0 where there is nothing.</param>
    public ReadOnlySpan<int> Draft(out int matched)
    {
        ReadOnlySpan<int> draft = PromptDraft.Find(memory.Tokens, CollectionsMarshal.AsSpan(_context), out matched);
        int end = draft.IndexOf(DocumentMemory.Separator);
        return end < 0 ? draft : draft[..end];
    }

    /// <summary>Mixes.</summary>
    /// <param name="logits">The model's, <c>[vocabulary]</c>.</param>
    /// <param name="allowed">The tokens that may come; empty: all.</param>
    /// <param name="isLeftOut">Tokens that the memory has no say in; <see langword="null"/>: none.</param>
    /// <returns>
    /// Logits of the mixture, in which those of tokens that the memory doesn't know are as they were; valid until the next
    /// call. The model's own where the memory has nothing to say.
    /// </returns>
    public ReadOnlySpan<float> Mix(ReadOnlySpan<float> logits, ReadOnlySpan<int> allowed, Predicate<int>? isLeftOut)
    {
        followers.Find(memory, CollectionsMarshal.AsSpan(_context), allowed, isLeftOut);
        if (followers.Tokens.Count == 0)
            return logits;

        (float greatest, double logSum) = Weigh(logits, allowed);
        double likeliest = Math.Exp(logits[followers.Tokens[followers.Likeliest]] - logSum);
        double odds = Math.Exp(Odds(Math.Exp(greatest - logSum), likeliest));

        // A mixture up to a factor of 1 - w: what only the model knows stays as it is.
        logits.CopyTo(_mixed);
        for (int i = 0; i < followers.Tokens.Count; i++)
        {
            int token = followers.Tokens[i];
            _mixed[token] = (float)(logSum + Math.Log(Math.Exp(logits[token] - logSum) + (odds * followers.Probabilities[i])));
        }

        return _mixed.AsSpan(0, logits.Length);
    }

    /// <summary>The logarithm of w / (1 - w).</summary>
    /// <param name="confidence">The model's probability of its likeliest token.</param>
    /// <param name="likeliest">The model's probability of the memory's likeliest token.</param>
    private double Odds(double confidence, double likeliest)
    {
        double clamped = Math.Clamp(confidence, 0.001, 0.999);
        return OfMatch(followers.MatchLength)
            + (VarietyWeight * Math.Log(followers.Variety))
            + (ConfidenceWeight * Math.Log(clamped / (1 - clamped)))
            + (AgreementWeight * Math.Log(Math.Max(likeliest, 1e-4)));
    }

    private static double OfMatch(int length) => length switch
    {
        1 => -1.99,
        2 => -0.72,
        3 => -0.43,
        4 => -0.59,
        <= 6 => -0.18,
        <= 9 => -0.30,
        <= 15 => 0.27,
        _ => 0.54,
    };

    /// <summary>Finds what the model would choose, its logit, and the logarithm of the sum of all exponentials.</summary>
    private (float Greatest, double LogSum) Weigh(ReadOnlySpan<float> logits, ReadOnlySpan<int> allowed)
    {
        Span<float> terms = _terms.AsSpan(0, allowed.IsEmpty ? logits.Length : allowed.Length);
        if (allowed.IsEmpty)
        {
            logits.CopyTo(terms);
        }
        else
        {
            for (int i = 0; i < allowed.Length; i++)
                terms[i] = logits[allowed[i]];
        }

        int index = TensorPrimitives.IndexOfMax<float>(terms);
        _modelsChoice = allowed.IsEmpty ? index : allowed[index];
        float greatest = terms[index];
        TensorPrimitives.Subtract(terms, greatest, terms);
        TensorPrimitives.Exp<float>(terms, terms);
        return (greatest, greatest + Math.Log(TensorPrimitives.Sum<float>(terms)));
    }
}
