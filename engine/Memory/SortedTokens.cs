namespace LspCompletion.Engine.Memory;

/// <summary>
/// The tokens of some files, and every place in them that something follows, sorted by what stands before it, read backwards.
/// So the places before which the last k tokens of a context stand are neighbours, and those of k + 1 are among those of k.
/// It doesn't change.
/// </summary>
/// <remarks>Two bytes a token where all ids fit, otherwise four; four bytes a place. Each file has separators around it.</remarks>
internal sealed class SortedTokens
{
    /// <summary>The most tokens of a context by which places are told apart.</summary>
    public const int MaxContext = 24;

    private readonly ushort[]? _narrow;
    private readonly int[]? _wide;
    private readonly int _separator;
    private readonly int[] _places;

    /// <summary>Where the places of each token begin; there only where there are more places than tokens in the vocabulary.</summary>
    private readonly int[]? _firstOfToken;

    /// <summary>Sorts.</summary>
    /// <param name="vocabularySize">Ids of tokens are below this.</param>
    /// <param name="files">The files' tokens.</param>
    public SortedTokens(int vocabularySize, IReadOnlyList<ReadOnlyMemory<int>> files)
    {
        _separator = vocabularySize;
        Starts = new int[files.Count + 1];
        Starts[0] = 1;
        int places = 0;
        for (int i = 0; i < files.Count; i++)
        {
            Starts[i + 1] = Starts[i] + files[i].Length + 1;
            places += Math.Max(0, files[i].Length - 1);
        }

        if (vocabularySize <= ushort.MaxValue)
            _narrow = new ushort[Starts[^1]];
        else
            _wide = new int[Starts[^1]];
        Put(0, _separator);
        for (int i = 0; i < files.Count; i++)
        {
            int position = Starts[i];
            foreach (int token in files[i].Span)
                Put(position++, token);
            Put(position, _separator);
        }

        _places = new int[places];
        if (places > vocabularySize)
        {
            _firstOfToken = SortByToken();
            SortEach(_firstOfToken);
        }
        else
        {
            for (int i = 0, next = 0; next < places; i++)
            {
                if (IsPlace(i))
                    _places[next++] = i;
            }

            Sort(_places, new ulong[places], depth: 0);
        }
    }

    /// <summary>Where each file begins, and behind the last one where the next would; a separator stands before each.</summary>
    public int[] Starts { get; }

    /// <summary>The memory that all of it takes, in bytes.</summary>
    public long ByteCount => BytesOf(Starts[^1], _separator) + ((long)sizeof(int) * (Starts.Length + (_firstOfToken?.Length ?? 0)));

    /// <summary>The memory that tokens take, in bytes.</summary>
    public static long BytesOf(int tokens, int vocabularySize) => (long)tokens * (sizeof(int) + (vocabularySize <= ushort.MaxValue ? sizeof(ushort) : sizeof(int)));

    /// <summary>The token at a position; the vocabulary's size where a separator stands.</summary>
    public int this[int position] => _narrow is null ? _wide![position] : _narrow[position];

    /// <summary>Whether no token stands at a position.</summary>
    public bool IsSeparator(int position) => this[position] == _separator;

    /// <summary>The position of the last token before a place.</summary>
    /// <param name="rank">Where the place is among the sorted ones.</param>
    public int PlaceAt(int rank) => _places[rank];

    /// <summary>The file that a position lies in.</summary>
    public int FileAt(int position)
    {
        int found = Starts.AsSpan().BinarySearch(position);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>A file's tokens.</summary>
    public int[] TokensOf(int file)
    {
        var tokens = new int[Starts[file + 1] - 1 - Starts[file]];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = this[Starts[file] + i];
        return tokens;
    }

    /// <summary>Whether a file's tokens are these.</summary>
    public bool IsSame(int file, ReadOnlySpan<int> tokens)
    {
        if (Starts[file + 1] - 1 - Starts[file] != tokens.Length)
            return false;

        for (int i = 0; i < tokens.Length; i++)
        {
            if (this[Starts[file] + i] != tokens[i])
                return false;
        }

        return true;
    }

    /// <summary>The ranks of the places before which a token stands.</summary>
    public (int First, int End) Last(int token)
    {
        if (_firstOfToken is not null)
            return (_firstOfToken[token], _firstOfToken[token + 1]);

        return Narrow((0, _places.Length), 0, token);
    }

    /// <summary>Of places that have the last tokens in common, those that have one more.</summary>
    /// <param name="range">The ranks of the places.</param>
    /// <param name="depth">How many tokens they have in common.</param>
    /// <param name="token">The token before these.</param>
    public (int First, int End) Narrow((int First, int End) range, int depth, int token)
    {
        int first = FirstNotBelow(range, depth, token);
        return (first, FirstNotBelow((first, range.End), depth, token + 1));
    }

    private int FirstNotBelow((int First, int End) range, int depth, int token)
    {
        (int low, int high) = range;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if (this[_places[middle] - depth] < token)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Put(int position, int token)
    {
        if (_narrow is null)
            _wide![position] = token;
        else
            _narrow[position] = (ushort)token;
    }

    /// <summary>Puts the places in the order of their last tokens.</summary>
    /// <returns>Where those of each token begin, and behind the last one where they end.</returns>
    private int[] SortByToken()
    {
        // One further, so that counting how many were put leaves the beginnings.
        int[] next = new int[_separator + 2];
        for (int i = 0; i + 1 < Starts[^1]; i++)
        {
            if (IsPlace(i))
                next[this[i] + 1]++;
        }

        for (int token = 0; token <= _separator; token++)
            next[token + 1] += next[token];
        int[] firsts = [.. next];
        for (int i = 0; i + 1 < Starts[^1]; i++)
        {
            if (IsPlace(i))
                _places[next[this[i]]++] = i;
        }

        return firsts;
    }

    /// <summary>Whether a token stands at a position, and one behind it.</summary>
    private bool IsPlace(int position) => !IsSeparator(position) && !IsSeparator(position + 1);

    private void SortEach(int[] firsts)
    {
        int most = 0;
        for (int token = 0; token < _separator; token++)
            most = Math.Max(most, firsts[token + 1] - firsts[token]);
        Span<ulong> keys = new ulong[most];
        for (int token = 0; token < _separator; token++)
            Sort(_places.AsSpan(firsts[token]..firsts[token + 1]), keys, depth: 1);
    }

    /// <summary>
    /// Sorts places by as many tokens as a number holds, behind which as many as the depth is are the same, and those that are
    /// equal by the next ones.
    /// </summary>
    private void Sort(Span<int> places, Span<ulong> keys, int depth)
    {
        if (places.Length < 2)
            return;

        if (depth >= MaxContext)
        {
            places.Sort();
            return;
        }

        keys = keys[..places.Length];
        for (int i = 0; i < places.Length; i++)
            keys[i] = KeyOf(places[i], depth);
        keys.Sort(places);

        // The keys of a run of equal ones aren't needed any more, and their room is.
        int start = 0;
        for (int i = 1; i <= places.Length; i++)
        {
            if (i < places.Length && keys[i] == keys[start])
                continue;

            Sort(places[start..i], keys[start..i], depth + KeyTokens);
            start = i;
        }
    }

    private int KeyTokens => _narrow is null ? 2 : 4;

    private ulong KeyOf(int place, int depth)
    {
        int tokens = KeyTokens;
        int bits = 64 / tokens;
        ulong key = 0;

        // Nothing stands before a file: whatever is compared there is equal.
        bool hasEnded = place - depth < 0 || HasSeparator(place, depth);
        for (int i = depth; i < depth + tokens; i++)
        {
            int token = hasEnded || i >= MaxContext ? _separator : this[place - i];
            hasEnded |= token == _separator;
            key = (key << bits) | (uint)token;
        }

        return key;
    }

    private bool HasSeparator(int place, int depth)
    {
        return _narrow is null
            ? _wide.AsSpan(place - depth + 1, depth).Contains(_separator)
            : _narrow.AsSpan(place - depth + 1, depth).Contains((ushort)_separator);
    }
}
