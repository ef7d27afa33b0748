using System.Runtime.InteropServices;

namespace LspCompletion.Engine.Decoding;

/// <summary>
/// Decides from the generated text alone where a completion ends: at a stop string, at the line limit, or where it
/// begins to repeat what already stands after the cursor. One instance follows one completion; each character costs
/// the same however long the text is.
/// </summary>
public sealed class TextStopRules
{
    private readonly List<char> _text = [];

    /// <summary>For each length, that of the text up to there without the white space at its end.</summary>
    private readonly List<int> _lengthsTrimmed = [0];
    private readonly (TextMatcher Matcher, int Length)[] _stopStrings;
    private readonly ISuffixRule? _suffixRule;
    private readonly int _maxLines;
    private readonly bool _isLineEnd;
    private readonly bool _isBlankAfter;
    private int _lines = 1;

    /// <summary>Starts to follow a completion.</summary>
    /// <param name="prefix">The text before the cursor; only its last line matters.</param>
    /// <param name="suffix">
    /// The text after the cursor; only its first line and the first one below that isn't blank matter.
    /// </param>
    /// <param name="maxLines">
    /// The most lines, the cursor's counted; 0: no limit. Where the cursor's line goes on, one line is the limit.
    /// </param>
    /// <param name="stopStrings">Texts that end the completion. They aren't part of it.</param>
    public TextStopRules(
        ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix, int maxLines, IReadOnlyList<string> stopStrings)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxLines);

        ReadOnlySpan<char> line = prefix[(prefix.LastIndexOfAny('\n', '\r') + 1)..];
        int restLength = suffix.IndexOfAny('\n', '\r');
        ReadOnlySpan<char> rest = restLength < 0 ? suffix : suffix[..restLength];

        _stopStrings = [.. stopStrings.Where(s => s.Length > 0).Select(s => (new TextMatcher(s), s.Length))];
        _isLineEnd = rest.IsWhiteSpace();
        _isBlankAfter = _isLineEnd || char.IsWhiteSpace(rest[0]);
        _maxLines = _isLineEnd ? maxLines : 1;
        if (!_isLineEnd)
            _suffixRule = new RestOfLineRule(line, rest.Trim().ToString());
        else if (FirstLine(suffix) is { IsEmpty: false } below)
            _suffixRule = new NextLineRule(line, below);
    }

    /// <summary>Why the text has ended; <see langword="null"/> while it goes on.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>The text so far; once it has ended, the text that stays.</summary>
    public ReadOnlySpan<char> Text => CollectionsMarshal.AsSpan(_text);

    /// <summary>
    /// The length of the text that can be shown already: whatever comes, the completion will begin with it.
    /// </summary>
    public int SafeLength
    {
        get
        {
            if (Reason is not null)
                return _text.Count;

            int held = _suffixRule?.HeldFrom(_text.Count) ?? _text.Count;
            foreach ((TextMatcher matcher, _) in _stopStrings)
                held = Math.Min(held, _text.Count - matcher.Matched);
            return _lengthsTrimmed[held];
        }
    }

    /// <summary>Reads the next piece of generated text. What comes behind the end is ignored.</summary>
    /// <returns>Why the text has ended; <see langword="null"/> to go on.</returns>
    public StopReason? Append(ReadOnlySpan<char> piece)
    {
        for (int i = 0; i < piece.Length && Reason is null; i++)
            Append(piece[i]);
        return Reason;
    }

    /// <summary>
    /// Ends the text for a reason of the caller's, unless it has ended already or turns out to end in a repetition. What a
    /// time limit cut might have gone on otherwise than as a repetition: the reason stays, and the text is shown without it.
    /// </summary>
    /// <returns>Why the text has ended.</returns>
    public StopReason Finish(StopReason reason)
    {
        if (Reason is null)
        {
            if (_suffixRule?.EndLine(_text.Count) is { } end)
                End(end, reason == StopReason.TimeLimit ? reason : StopReason.Suffix);
            else
                End(_text.Count, reason);
        }

        return Reason!.Value;
    }

    private void Append(char character)
    {
        int position = _text.Count;
        _text.Add(character);
        _lengthsTrimmed.Add(char.IsWhiteSpace(character) ? _lengthsTrimmed[position] : position + 1);

        int stopString = -1;
        foreach ((TextMatcher matcher, int length) in _stopStrings)
        {
            if (matcher.Read(character))
                stopString = Math.Max(stopString, length);
        }

        if (stopString >= 0)
        {
            End(position + 1 - stopString, StopReason.StopString);
            return;
        }

        if (character == '\n' && _suffixRule?.EndLine(position) is { } repeatedLine)
            End(repeatedLine, StopReason.Suffix);
        else if (character == '\n' && ++_lines > _maxLines && _maxLines > 0)
            End(position > 0 && _text[position - 1] == '\r' ? position - 1 : position, StopReason.LineLimit);
        else if (_suffixRule?.Read(character, position) is { } repetition)
            End(repetition, StopReason.Suffix);
    }

    private void End(int length, StopReason reason)
    {
        // White space at the end of a line is never wanted, nor twice where the rest of the line begins with it.
        if (_isLineEnd || (_isBlankAfter && reason == StopReason.Suffix))
            length = _lengthsTrimmed[length];
        CollectionsMarshal.SetCount(_text, length);
        Reason = reason;
    }

    /// <summary>The first line that isn't blank; empty where there is none.</summary>
    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> trimmed = text.TrimStart();
        int start = text[..^trimmed.Length].LastIndexOfAny('\n', '\r') + 1;
        int length = trimmed.IndexOfAny('\n', '\r');
        return trimmed.IsEmpty ? [] : text[start..(length < 0 ? text.Length : text.Length - trimmed.Length + length)];
    }
}
