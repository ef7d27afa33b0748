using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace LspCompletion.Engine.Memory;

/// <summary>
/// Mixes what the model says comes next with what followed in the user's own text: p = (1 - w) p_model + w p_memory, where w
/// grows with the length of the match, and falls with the model's own confidence and with the number of ways in which the
/// text went on (<see cref="MixtureWeights"/>).
/// </summary>
/// <param name="memory">The document's memory.</param>
/// <param name="project">That of the project's other files; <see langword="null"/> if there is none.</param>
/// <param name="recent">The last tokens before the completion, in order.</param>
/// <param name="followers">Counts; its vocabulary has as many tokens as there are logits. Used by one mixture at a time.</param>
internal sealed class MemoryMixture(
    DocumentMemory memory, ProjectMemory? project, IEnumerable<int> recent, Followers followers) : IDisposable
{
    /// <summary>The most tokens of a draft from another file.</summary>
    private const int MaxDraft = 32;

    private readonly MixtureWeights _weights = project is { Files: > 0 } ? MixtureWeights.Project : MixtureWeights.Document;
    private readonly ProjectPlaces _places = UseProject(followers, project);
    private readonly float[] _mixed = ArrayPool<float>.Shared.Rent(followers.VocabularySize);
    private readonly float[] _terms = ArrayPool<float>.Shared.Rent(followers.VocabularySize);
    private readonly List<int> _context = [.. recent];
    private readonly int[] _draft = new int[MaxDraft];
    private int _modelsChoice;

    /// <summary>Tokens that were written and that the model alone would not have chosen.</summary>
    public int Decided { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_mixed);
        ArrayPool<float>.Shared.Return(_terms);
    }

    /// <summary>Where the longest text stands that one of those tokens followed; <see langword="null"/> if there is none.</summary>
    public MemoryOrigin? Origin { get; private set; }

    /// <summary>A token was written.</summary>
    public void Accept(int token)
    {
        if (token != _modelsChoice && followers.Tokens.Contains(token))
        {
            Decided++;
            if (followers.MatchLength > (Origin?.Length ?? 0) && FindOrigin(token) is { } origin && origin.Length > (Origin?.Length ?? 0))
                Origin = origin;
        }

        _context.Add(token);
    }

    /// <summary>What followed the longest end of the text so far, in the document or in the project.</summary>
    /// <param name="matched">The tokens of that end; 0 where there is nothing.</param>
    /// <returns>It; valid until the next call.</returns>
    public ReadOnlySpan<int> Draft(out int matched)
    {
        ReadOnlySpan<int> context = CollectionsMarshal.AsSpan(_context);
        ReadOnlySpan<int> draft = PromptDraft.Find(memory.Tokens, context, out matched);
        if (matched < Followers.MaxContext && _places.FindLongest(context, follower: null) is { } place && place.Length > matched)
        {
            matched = place.Length;
            return place.Place.CopyFollowers(_draft);
        }

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
        double odds = Math.Exp(_weights.LogOdds(followers.MatchLength, followers.Variety, Math.Exp(greatest - logSum), likeliest));

        // A mixture up to a factor of 1 - w: what only the model knows stays as it is.
        logits.CopyTo(_mixed);
        for (int i = 0; i < followers.Tokens.Count; i++)
        {
            int token = followers.Tokens[i];
            _mixed[token] = (float)(logSum + Math.Log(Math.Exp(logits[token] - logSum) + (odds * followers.Probabilities[i])));
        }

        return _mixed.AsSpan(0, logits.Length);
    }

    private static ProjectPlaces UseProject(Followers followers, ProjectMemory? project)
    {
        followers.Project.Use(project);
        return followers.Project;
    }

    private MemoryOrigin? FindOrigin(int token)
    {
        ReadOnlySpan<int> context = CollectionsMarshal.AsSpan(_context);
        int end = PromptDraft.FindFollowedBy(memory.Tokens, context, token, out int matched);
        if (_places.FindLongest(context, token) is { } found && found.Length > matched)
        {
            (MemoryPart part, int position) = found.Place;
            int file = part.Tokens.FileAt(position);
            return new MemoryOrigin(part.Paths[file], part.Tokens.TokensOf(file)[..(position + 1 - part.Tokens.Starts[file])], found.Length);
        }

        return matched == 0 ? null : new MemoryOrigin(null, memory.Tokens[..end].ToArray(), matched);
    }

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
