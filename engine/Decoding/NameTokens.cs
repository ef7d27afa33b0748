using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Decoding;

/// <summary>The tokens of a vocabulary by how they may stand to a name: after it, or in its place.</summary>
internal sealed class NameTokens
{
    private readonly int[] _afterName;
    private readonly int[] _inPlaceOfName;
    private readonly int[] _withoutBlank;
    private readonly bool[] _hasInnerName;

    /// <summary>Sorts the tokens of a vocabulary.</summary>
    /// <param name="trie">The vocabulary.</param>
    /// <param name="stopTokens">The tokens that end a completion; they may come after a name.</param>
    public NameTokens(VocabularyTrie trie, IEnumerable<int> stopTokens)
    {
        Trie = trie;
        Blank = -1;
        List<int> afterName = [.. stopTokens];
        List<int> inPlaceOfName = [.. afterName];
        List<int> withoutBlank = [.. afterName];
        _hasInnerName = new bool[trie.Tokenizer.VocabularySize];
        for (int id = 0; id < _hasInnerName.Length; id++)
        {
            ReadOnlySpan<byte> bytes = trie.Tokenizer.GetBytes(id);
            if (bytes.IsEmpty)
                continue;

            if (bytes is [(byte)' '])
                Blank = id;

            _hasInnerName[id] = FindInnerName(bytes, from: 1) > 0;
            bool beginsName = IsOfName(bytes[0]);
            bool beginsNameBehindBlank = bytes is [(byte)' ', var next, ..] && IsOfName(next);
            if (!beginsName)
                afterName.Add(id);
            if (!beginsName && !beginsNameBehindBlank)
                inPlaceOfName.Add(id);
            if (!beginsNameBehindBlank)
                withoutBlank.Add(id);
        }

        _afterName = [.. afterName];
        _inPlaceOfName = [.. inPlaceOfName];
        _withoutBlank = [.. withoutBlank];
    }

    /// <summary>The vocabulary.</summary>
    public VocabularyTrie Trie { get; }

    /// <summary>The token of a single blank; negative where there is none.</summary>
    public int Blank { get; }

    /// <summary>The tokens that end a name by what they begin with.</summary>
    public ReadOnlySpan<int> AfterName => _afterName;

    /// <summary>The tokens that begin no name, not even behind a blank.</summary>
    public ReadOnlySpan<int> InPlaceOfName => _inPlaceOfName;

    /// <summary>The tokens that begin no name behind a blank.</summary>
    public ReadOnlySpan<int> WithoutBlank => _withoutBlank;

    /// <summary>
    /// Where the next name begins within a token: behind something that is neither of a name nor a blank. Names that aren't
    /// ASCII, of which a token may hold half a character, are left out.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="from">Where to look from; 1 at least.</param>
    /// <returns>The offset in its bytes; negative if there is none.</returns>
    public int NextInnerName(int token, int from) =>
        _hasInnerName[token] ? FindInnerName(Trie.Tokenizer.GetBytes(token), from) : -1;

    /// <summary>How long a name is that begins some bytes; 0 if none does, or if it isn't ASCII.</summary>
    public static int LengthOfName(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || char.IsAsciiDigit((char)bytes[0]))
            return 0;

        int length = 0;
        while (length < bytes.Length && IsOfName(bytes[length]))
        {
            if (bytes[length++] >= 0x80)
                return 0;
        }

        return length;
    }

    /// <summary>Whether a byte of UTF-8 may be part of a name. What isn't ASCII may be.</summary>
    public static bool IsOfName(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or >= 0x80;

    private static int FindInnerName(ReadOnlySpan<byte> bytes, int from)
    {
        for (int i = from; i < bytes.Length; i++)
        {
            bool isBehindBlank = bytes[i - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
            if (!isBehindBlank && !IsOfName(bytes[i - 1]) && LengthOfName(bytes[i..]) > 0)
                return i;
        }

        return -1;
    }
}
