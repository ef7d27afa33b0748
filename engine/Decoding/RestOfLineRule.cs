namespace LspCompletion.Engine.Decoding;

/// <summary>
/// The cursor stands inside a line: ends the text before it writes the rest of that line again, or the bracket or quote
/// that the rest begins with.
/// </summary>
internal sealed class RestOfLineRule : ISuffixRule
{
    private readonly string _rest;
    private readonly BracketScanner _scanner;
    private readonly TextMatcher _matcher;

    /// <summary>For each position, whether a repetition of the rest may begin there.</summary>
    private readonly List<bool> _mayRepeatFrom = [];

    /// <summary>Brackets that the line opened before the cursor and that its rest doesn't close.</summary>
    private int _missingClosers;
    private char _previous;

    /// <summary>Creates the rule.</summary>
    /// <param name="line">The cursor's line up to the cursor.</param>
    /// <param name="rest">The line from the cursor on, trimmed; not empty.</param>
    public RestOfLineRule(ReadOnlySpan<char> line, string rest)
    {
        _rest = rest;
        _matcher = new TextMatcher(rest);
        _scanner = BracketScanner.After(line);
        if (!_scanner.IsInFirstString)
            _missingClosers = BracketScanner.Over(line).CountOpen(rest[0]) - CountUnmatched(rest, rest[0]);
    }

    /// <inheritdoc/>
    public int? Read(char character, int position)
    {
        bool splitsWord = position > 0 && IsWord(_previous) && IsWord(_rest[0]);
        _mayRepeatFrom.Add(!_scanner.IsInNewString && _scanner.Depth == 0 && !splitsWord);
        _previous = character;

        bool isComplete = _matcher.Read(character);
        BracketEvent happened = _scanner.Read(character);
        if (happened != BracketEvent.None && character == _rest[0] && --_missingClosers < 0)
            return position;
        return isComplete && EndsStatement ? RepetitionStart(position + 1) : null;
    }

    /// <inheritdoc/>
    public int? EndLine(int length) => _matcher.IsComplete ? RepetitionStart(length) : null;

    /// <inheritdoc/>
    public int HeldFrom(int length) => length - _matcher.Matched;

    /// <summary>
    /// Whether nothing is to be expected behind the rest of the line. Another rest (a comma, a word) counts as repeated
    /// at the end of a line only: until then it may as well be part of something longer.
    /// </summary>
    private bool EndsStatement =>
        _rest is ";" || (_rest.Length > 1 && _rest[^1] is ';' or ')' or ']' or '}' or '"' or '\'');

    private int? RepetitionStart(int end) => _mayRepeatFrom[end - _rest.Length] ? end - _rest.Length : null;

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

    private static int CountUnmatched(ReadOnlySpan<char> text, char closer)
    {
        BracketScanner scanner = new();
        int count = 0;
        foreach (char character in text)
        {
            if (scanner.Read(character) == BracketEvent.UnmatchedCloser && character == closer)
                count++;
        }

        return count;
    }
}
