namespace LspCompletion.Engine.Decoding;

/// <summary>
/// Follows brackets and strings through source text of any language with C-like or Python-like literals. Brackets in
/// string and character literals don't count, except in the literal in which the text begins: there they may belong to
/// an interpolated expression, and a text that begins in a literal is expected to balance its brackets in it.
/// </summary>
public sealed class BracketScanner
{
    private const char NoQuote = '\0';

    private readonly Stack<char> _awaitedClosers = new();
    private char _quote = NoQuote;
    private bool _isFirstString;
    private bool _isEscaped;

    /// <summary>The length of the word right before the next character.</summary>
    private int _wordLength;

    /// <summary>Whether all letters of that word may stand before a quote.</summary>
    private bool _isStringPrefix = true;

    /// <summary>Whether the next character is in a literal that the scanned text opened.</summary>
    public bool IsInNewString => _quote != NoQuote && !_isFirstString;

    /// <summary>Whether the next character is in the literal in which the scanned text began.</summary>
    public bool IsInFirstString => _quote != NoQuote && _isFirstString;

    /// <summary>The number of brackets that are open.</summary>
    public int Depth => _awaitedClosers.Count;

    /// <summary>A scanner for text that follows the end of a line.</summary>
    public static BracketScanner After(ReadOnlySpan<char> line)
    {
        BracketScanner scanner = Over(line);
        scanner._awaitedClosers.Clear();
        scanner._isFirstString = scanner._quote != NoQuote;
        return scanner;
    }

    /// <summary>A scanner that has read a text from its start.</summary>
    public static BracketScanner Over(ReadOnlySpan<char> text)
    {
        BracketScanner scanner = new();
        foreach (char character in text)
            scanner.Read(character);
        return scanner;
    }

    /// <summary>The number of open brackets that this character closes.</summary>
    public int CountOpen(char closer) => _awaitedClosers.Count(awaited => awaited == closer);

    /// <summary>Reads the next character.</summary>
    public BracketEvent Read(char character)
    {
        BracketEvent happened = BracketEvent.None;
        if (character == '\n')
        {
            // Only a backquote's literal spans lines; an apostrophe or a quote left open was none.
            if (_quote != '`')
                _quote = NoQuote;
            _isEscaped = false;
        }
        else if (_isEscaped)
        {
            _isEscaped = false;
        }
        else if (_quote != NoQuote && character == '\\')
        {
            _isEscaped = true;
        }
        else if (_quote != NoQuote && character == _quote)
        {
            happened = CloseString();
        }
        else if (_quote == NoQuote && OpensString(character))
        {
            _quote = character;
            _isFirstString = false;
        }
        else if (!IsInNewString)
        {
            happened = ReadBracket(character);
        }

        FollowWord(character);
        return happened;
    }

    private BracketEvent CloseString()
    {
        _quote = NoQuote;
        if (!_isFirstString)
            return BracketEvent.None;
        _awaitedClosers.Clear();
        return BracketEvent.FirstStringClosed;
    }

    /// <summary>
    /// An apostrophe behind a word is no quote (don't, 1'000), unless the word is a prefix of literals (f, rb, L).
    /// </summary>
    private bool OpensString(char character) =>
        character is '"' or '`' || (character == '\'' && (_wordLength == 0 || (_wordLength <= 2 && _isStringPrefix)));

    private void FollowWord(char character)
    {
        if (!char.IsLetterOrDigit(character) && character != '_')
        {
            _wordLength = 0;
            _isStringPrefix = true;
            return;
        }

        _wordLength++;
        _isStringPrefix &= "bBfFrRuUL8".Contains(character);
    }

    private BracketEvent ReadBracket(char character)
    {
        switch (character)
        {
            case '(':
                _awaitedClosers.Push(')');
                return BracketEvent.None;
            case '[':
                _awaitedClosers.Push(']');
                return BracketEvent.None;
            case '{':
                _awaitedClosers.Push('}');
                return BracketEvent.None;
            case ')' or ']' or '}':
                if (!_awaitedClosers.Contains(character))
                    return BracketEvent.UnmatchedCloser;
                while (_awaitedClosers.Pop() != character)
                {
                    // Brackets that were left open inside: text in an unknown syntax, or a slip of the model's.
                }

                return BracketEvent.None;
            default:
                return BracketEvent.None;
        }
    }
}
