namespace LspCompletion.Engine.Memory;

/// <summary>
/// What followed a context in the document and in the project, and how probable that makes it. For k = 1, 2, ... C_k and c_k(t)
/// count what followed the context's last k tokens; the shortest context gives p_1(t) = c_1(t) / C_1, and each longer one
/// corrects it: p_k(t) = (c_k(t) + p_(k-1)(t)) / (C_k + 1). Holds its buffers from look-up to look-up.
/// </summary>
/// <param name="vocabularySize">Ids of tokens are below this.</param>
internal sealed class Followers(int vocabularySize)
{
    /// <summary>The most tokens of a context that are compared: longer matches say no more.</summary>
    public const int MaxContext = SortedTokens.MaxContext;

    /// <summary>The most places of the document that are counted, those nearest to its end first.</summary>
    private const int MaxPlaces = 2048;

    private readonly List<int> _tokens = [];
    private readonly List<double> _probabilities = [];
    private readonly List<int> _counts = [];
    private readonly List<(int Follower, int Length)> _places = [];
    private readonly int[] _indexes = new int[vocabularySize];
    private readonly bool[] _isAllowed = new bool[vocabularySize];

    /// <summary>Ids of tokens are below this.</summary>
    public int VocabularySize => _indexes.Length;

    /// <summary>The places in the project's memory; empty until it is told to use one.</summary>
    public ProjectPlaces Project { get; } = new();

    /// <summary>The tokens that followed, each once; none where the context's last token is new, or nothing allowed followed.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>The probability of each.</summary>
    public IReadOnlyList<double> Probabilities => _probabilities;

    /// <summary>The tokens of the longest end of the context that was found; 0 where there was none.</summary>
    public int MatchLength { get; private set; }

    /// <summary>Different tokens that followed that longest end.</summary>
    public int Variety { get; private set; }

    /// <summary>The index of the most probable one.</summary>
    public int Likeliest { get; private set; }

    /// <summary>Looks up.</summary>
    /// <param name="memory">The document's memory.</param>
    /// <param name="context">The last tokens, in order.</param>
    /// <param name="allowed">The tokens that may follow, and nothing else is counted; empty: all.</param>
    /// <param name="isLeftOut">Tokens that aren't counted although they may follow; <see langword="null"/>: none.</param>
    public void Find(DocumentMemory memory, ReadOnlySpan<int> context, ReadOnlySpan<int> allowed, Predicate<int>? isLeftOut)
    {
        foreach (int token in _tokens)
            _indexes[token] = 0;
        _tokens.Clear();
        _probabilities.Clear();
        _counts.Clear();
        _places.Clear();
        MatchLength = 0;
        if (context.IsEmpty)
            return;

        foreach (int token in allowed)
            _isAllowed[token] = true;
        FindPlaces(memory.Tokens, context, allowed.IsEmpty, isLeftOut);
        Count(context, allowed.IsEmpty, isLeftOut);
        foreach (int token in allowed)
            _isAllowed[token] = false;
    }

    private void FindPlaces(ReadOnlySpan<int> tokens, ReadOnlySpan<int> context, bool allowsAll, Predicate<int>? isLeftOut)
    {
        for (int end = tokens.Length - 1; end > 0 && _places.Count < MaxPlaces;)
        {
            end = tokens[..end].LastIndexOf(context[^1]);
            if (end < 0)
                return;

            int follower = tokens[end + 1];
            if (follower == DocumentMemory.Separator || !MayFollow(follower, allowsAll, isLeftOut))
                continue;

            int length = 1;
            while (length < MaxContext && length < context.Length && length <= end && tokens[end - length] == context[^(length + 1)])
                length++;
            _places.Add((IndexOf(follower), length));
        }
    }

    private void Count(ReadOnlySpan<int> context, bool allowsAll, Predicate<int>? isLeftOut)
    {
        Project.Find(context);

        // Where only some tokens may follow, there may be few of them among many places.
        int least = allowsAll && isLeftOut is null ? Project.LeastLength : 1;
        for (int k = 1; k <= Math.Min(MaxContext, context.Length); k++)
        {
            for (int i = 0; i < _counts.Count; i++)
                _counts[i] = 0;

            int places = CountInDocument(k);
            if (k >= least && k <= Project.Length)
                places += CountInProject(k, allowsAll, isLeftOut);
            if (places == 0 && k >= least)
                break;
            if (places == 0)
                continue;

            // Nothing stands before the shortest context that is counted, so that counts alone.
            double total = places + (MatchLength > 0 ? 1 : 0);
            MatchLength = k;
            Variety = 0;
            for (int i = 0; i < _tokens.Count; i++)
            {
                _probabilities[i] = (_counts[i] + _probabilities[i]) / total;
                Variety += _counts[i] > 0 ? 1 : 0;
            }
        }

        Likeliest = 0;
        for (int i = 1; i < _probabilities.Count; i++)
        {
            if (_probabilities[i] > _probabilities[Likeliest])
                Likeliest = i;
        }
    }

    /// <summary>Counts the places with so many tokens in common, or more.</summary>
    private int CountInDocument(int length)
    {
        int kept = 0;
        foreach ((int Follower, int Length) place in _places)
        {
            if (place.Length < length)
                continue;

            _counts[place.Follower]++;
            kept++;
        }

        return kept;
    }

    private int CountInProject(int length, bool allowsAll, Predicate<int>? isLeftOut)
    {
        int places = 0;
        foreach (ProjectPlaces.ProjectPlace place in Project.At(length))
        {
            int follower = place.Follower;
            if (!MayFollow(follower, allowsAll, isLeftOut))
                continue;

            _counts[IndexOf(follower)]++;
            places++;
        }

        return places;
    }

    private bool MayFollow(int token, bool allowsAll, Predicate<int>? isLeftOut) =>
        (allowsAll || _isAllowed[token]) && isLeftOut?.Invoke(token) != true;

    private int IndexOf(int token)
    {
        if (_indexes[token] > 0)
            return _indexes[token] - 1;

        _tokens.Add(token);
        _probabilities.Add(0);
        _counts.Add(0);
        _indexes[token] = _tokens.Count;
        return _tokens.Count - 1;
    }
}
