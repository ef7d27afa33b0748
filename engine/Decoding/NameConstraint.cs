using System.Text;

namespace LspCompletion.Engine.Decoding;

/// <summary>
/// Leads the model along known names, token by token: allowed are the tokens that spell a part of one of them, and those
/// that spell its end and go on with something that is part of no name. Used by one thread.
/// </summary>
internal sealed class NameConstraint(NameTokens tokens)
{
    /// <summary>What may come, in the order of its bytes.</summary>
    private byte[][] _spellings = [];

    /// <summary>The spellings from here up to <see cref="_end"/> agree with what has come.</summary>
    private int _start;
    private int _end;

    /// <summary>How many bytes of them have come.</summary>
    private int _depth;
    private NamePlacement _placement;

    /// <summary>Whether a name is being written.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Begins a name.</summary>
    /// <param name="names">The names.</param>
    /// <param name="owed">Bytes that stand before the rest of the name and are to be written again.</param>
    public void Begin(AllowedNames names, ReadOnlySpan<byte> owed)
    {
        SortedSet<byte[]> spellings = new(ByBytes.Instance);
        bool isBegun = names.Typed > 0;
        _placement = isBegun ? NamePlacement.Here : names.Placement;
        foreach (string name in names.Names)
        {
            byte[] rest = Encoding.UTF8.GetBytes(name[names.Typed..]);
            if (_placement != NamePlacement.BehindBlank)
                spellings.Add([.. owed, .. rest]);
            if (_placement != NamePlacement.Here)
                spellings.Add([.. owed, (byte)' ', .. rest]);
        }

        _spellings = [.. spellings];
        (_start, _end, _depth) = (0, _spellings.Length, 0);

        // Whether a name comes at all is only decided behind what is owed.
        IsActive = _end > 0 && (_placement == NamePlacement.Here || owed.IsEmpty);
    }

    /// <summary>Gives up: anything may come.</summary>
    public void Abandon() => IsActive = false;

    /// <summary>Appends every token that may come next, each once.</summary>
    public void CollectAllowed(List<int> allowed)
    {
        ReadOnlySpan<byte> previous = [];
        for (int i = _start; i < _end; i++)
        {
            ReadOnlySpan<byte> rest = _spellings[i].AsSpan(_depth);
            if (rest.IsEmpty)
                allowed.AddRange(tokens.AfterName);
            else
                tokens.Trie.CollectSpelling(rest, rest.CommonPrefixLength(previous), static next => !NameTokens.IsOfName(next), allowed);
            previous = rest;
        }

        if (_depth > 0 || _placement == NamePlacement.Here)
            return;

        // A blank alone is a part of the names behind one, and is among these tokens too.
        allowed.Remove(tokens.Blank);
        allowed.AddRange(_placement == NamePlacement.HereIfAny ? tokens.InPlaceOfName : tokens.WithoutBlank);
    }

    /// <summary>Takes note of the token that came.</summary>
    public void Accept(int token)
    {
        ReadOnlySpan<byte> bytes = tokens.Trie.Tokenizer.GetBytes(token);
        int length = 0;
        int start = _start;
        while (length < bytes.Length)
        {
            // The spellings are sorted: those that go on with a byte lie together.
            while (start < _end && !(At(start, length) == bytes[length]))
                start++;
            int end = start;
            while (end < _end && At(end, length) == bytes[length])
                end++;
            if (start == end)
            {
                // Behind the name, or in its place.
                IsActive = false;
                return;
            }

            (_start, _end) = (start, end);
            length++;
        }

        _depth += length;
        IsActive = length > 0;

        int? At(int spelling, int offset) =>
            _depth + offset < _spellings[spelling].Length ? _spellings[spelling][_depth + offset] : null;
    }

    private sealed class ByBytes : IComparer<byte[]>
    {
        public static ByBytes Instance { get; } = new();

        public int Compare(byte[]? left, byte[]? right) => left.AsSpan().SequenceCompareTo(right);
    }
}
