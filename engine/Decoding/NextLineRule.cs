namespace LspCompletion.Engine.Decoding;

/// <summary>
/// The cursor stands at the end of a line: ends the text before a line that stands right below already, and before a
/// closing bracket that the line below begins with.
/// </summary>
internal sealed class NextLineRule : ISuffixRule
{
    /// <summary>
    /// What a tab counts in an indentation: models that are shown tabs as spaces write four, and other indentations
    /// mix no tabs with spaces.
    /// </summary>
    private const int TabWidth = 4;

    /// <summary>
    /// Lines at least this long are the same whatever their indentation. Shorter ones (<c>}</c>, <c>break;</c>,
    /// <c>continue;</c>) say too little without it.
    /// </summary>
    private const int LongLine = 10;

    private readonly string _below;
    private readonly int _indentationBelow;
    private readonly BracketScanner _scanner;

    private int _lineStart;
    private int _indentation;
    private bool _isIndentation = true;

    /// <summary>How much of the line below the current one repeats so far; negative where it is another line.</summary>
    private int _repeated;

    /// <summary>Creates the rule.</summary>
    /// <param name="line">The cursor's line up to the cursor.</param>
    /// <param name="below">The first line below that isn't blank.</param>
    public NextLineRule(ReadOnlySpan<char> line, ReadOnlySpan<char> below)
    {
        _below = below.Trim().ToString();
        foreach (char character in below[..^below.TrimStart().Length])
            _indentationBelow += character == '\t' ? TabWidth : 1;
        _scanner = BracketScanner.After(line);
        foreach (char character in line)
            Follow(character);

        // What the user wrote twice isn't the model's repetition.
        if (_repeated == _below.Length)
            _repeated = -1;
    }

    /// <inheritdoc/>
    public int? Read(char character, int position)
    {
        BracketEvent happened = _scanner.Read(character);
        if (character == '\n')
        {
            _lineStart = position;
            _indentation = 0;
            _isIndentation = true;
            _repeated = 0;
            return null;
        }

        bool closesBlockBelow = happened == BracketEvent.UnmatchedCloser
            && _isIndentation && _indentation == _indentationBelow && character == _below[0];
        Follow(character);
        return closesBlockBelow ? _lineStart : null;
    }

    /// <inheritdoc/>
    public int? EndLine(int length) => _repeated == _below.Length ? _lineStart : null;

    /// <inheritdoc/>
    public int HeldFrom(int length) => _repeated > 0 ? _lineStart : length;

    private void Follow(char character)
    {
        if (_isIndentation && character is ' ' or '\t')
        {
            _indentation += character == '\t' ? TabWidth : 1;
            return;
        }

        if (_isIndentation && _below.Length < LongLine && _indentation != _indentationBelow)
            _repeated = -1;
        _isIndentation = false;

        if (_repeated >= 0 && _repeated < _below.Length && _below[_repeated] == character)
            _repeated++;
        else if (_repeated < _below.Length || !char.IsWhiteSpace(character))
            _repeated = -1;
    }
}
