using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Decoding;

/// <summary>The tokens of a vocabulary by how they may stand to a name: after it, or in its place.</summary>
internal sealed class NameTokens
{
    private readonly int[] _afterName;
    private readonly int[] _inPlaceOfName;
    private readonly int[] _withoutBlank;

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
        for (int id = 0; id < trie.Tokenizer.VocabularySize; id++)
        {
            ReadOnlySpan<byte> bytes = trie.Tokenizer.GetBytes(id);
            if (bytes.IsEmpty)
                continue;

            if (bytes is [(byte)' '])
                Blank = id;

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

    /// <summary>Whether a byte of UTF-8 may be part of a name. What isn't ASCII may be.</summary>
    public static bool IsOfName(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or >= 0x80;
}
