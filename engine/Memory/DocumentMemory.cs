namespace LspCompletion.Engine.Memory;

/// <summary>
/// A document's own tokens, in which is looked up what followed the last tokens before: what stands before the line of the
/// cursor, and what stands after it. The line itself isn't part of it, since it is what is being written. It doesn't change.
/// </summary>
internal sealed class DocumentMemory
{
    /// <summary>Stands between texts that don't follow each other; no token has this id.</summary>
    public const int Separator = -1;

    private readonly string _before;
    private readonly string _after;
    private readonly int[] _tokens;

    private DocumentMemory(string before, string after, int[] tokens)
    {
        _before = before;
        _after = after;
        _tokens = tokens;
    }

    /// <summary>The tokens, in the order of the text.</summary>
    public ReadOnlySpan<int> Tokens => _tokens;

    /// <summary>Encodes a document, unless that is done already.</summary>
    /// <param name="prefix">The text before the cursor.</param>
    /// <param name="suffix">The text after it.</param>
    /// <param name="known">What was encoded before; <see langword="null"/> if nothing was.</param>
    /// <param name="encode">Appends a text's tokens, as prompts have them.</param>
    public static DocumentMemory Of(string prefix, string suffix, DocumentMemory? known, Action<ReadOnlySpan<char>, List<int>> encode)
    {
        ReadOnlySpan<char> before = prefix.AsSpan(0, EndOfLinesAbove(prefix));
        ReadOnlySpan<char> after = suffix.AsSpan(StartOfLinesBelow(suffix));
        if (known is not null && before.SequenceEqual(known._before) && after.SequenceEqual(known._after))
            return known;

        List<int> tokens = [];
        encode(before, tokens);
        tokens.Add(Separator);
        encode(after, tokens);
        return new DocumentMemory(before.ToString(), after.ToString(), [.. tokens]);
    }

    /// <summary>Where the last line before the cursor's ends, its break not counted: what follows a break is indentation, too.</summary>
    private static int EndOfLinesAbove(string prefix)
    {
        int end = prefix.AsSpan().LastIndexOfAny('\n', '\r');
        return end > 0 && prefix[end] == '\n' && prefix[end - 1] == '\r' ? end - 1 : Math.Max(0, end);
    }

    /// <summary>The break behind the cursor's line.</summary>
    private static int StartOfLinesBelow(string suffix)
    {
        int start = suffix.AsSpan().IndexOfAny('\n', '\r');
        return start < 0 ? suffix.Length : start;
    }
}
