namespace LspCompletion.Engine.Decoding;

/// <summary>
/// Finds a text in a stream of characters at a constant cost per character (Knuth, Morris, Pratt:
/// https://doi.org/10.1137/0206024).
/// </summary>
internal sealed class TextMatcher
{
    private readonly string _wanted;

    /// <summary>For each length matched, the longest shorter one that the same characters match too.</summary>
    private readonly int[] _shorter;

    /// <summary>Creates a matcher for a text that isn't empty.</summary>
    public TextMatcher(string wanted)
    {
        ArgumentException.ThrowIfNullOrEmpty(wanted);
        _wanted = wanted;
        _shorter = new int[wanted.Length + 1];
        for (int length = 1; length < wanted.Length; length++)
            _shorter[length + 1] = Extend(_shorter[length], wanted[length]);
    }

    /// <summary>How much of the wanted text's start the stream ends in.</summary>
    public int Matched { get; private set; }

    /// <summary>Whether the stream ends in the whole of it.</summary>
    public bool IsComplete => Matched == _wanted.Length;

    /// <summary>Reads the next character; returns whether the stream now ends in the whole text.</summary>
    public bool Read(char character)
    {
        Matched = Extend(IsComplete ? _shorter[Matched] : Matched, character);
        return IsComplete;
    }

    private int Extend(int matched, char character)
    {
        while (matched > 0 && _wanted[matched] != character)
            matched = _shorter[matched];
        return _wanted[matched] == character ? matched + 1 : 0;
    }
}
