namespace LspCompletion.Engine.Prompting;

/// <summary>
/// The pieces in which a document is measured: its lines, each with the break before it (most vocabularies have tokens
/// for a break and the indentation behind it), and within a longer line pieces of <see cref="Length"/> characters.
/// Neither depends on what is typed behind them, and no piece is long enough to make its encoding slow.
/// </summary>
internal static class TextSegments
{
    /// <summary>The length of a piece of a long line, in UTF-16 characters.</summary>
    public const int Length = 128;

    /// <summary>More characters than a token stands for on average, in any text worth showing.</summary>
    private const int CharactersPerToken = 16;

    /// <summary>The most characters that are looked at to fill a number of tokens.</summary>
    public static int Reach(int tokens) => (int)Math.Min(int.MaxValue, (long)tokens * CharactersPerToken);

    /// <summary>The start of the line in which position <paramref name="position"/> stands.</summary>
    public static int LineStart(ReadOnlySpan<char> text, int position) =>
        text[..position].LastIndexOfAny('\n', '\r') + 1;

    /// <summary>
    /// Where the line break stands that ends at the start of a line; 0 for the first line, which has none.
    /// </summary>
    public static int BreakBefore(ReadOnlySpan<char> text, int lineStart) => lineStart switch
    {
        0 => 0,
        > 1 when text[lineStart - 1] == '\n' && text[lineStart - 2] == '\r' => lineStart - 2,
        _ => lineStart - 1,
    };

    /// <summary>
    /// The start of the line after the one in which <paramref name="position"/> stands; the text's length where it is
    /// the last.
    /// </summary>
    public static int NextLineStart(ReadOnlySpan<char> text, int position)
    {
        int offset = text[position..].IndexOfAny('\n', '\r');
        if (offset < 0)
            return text.Length;
        int lineBreak = position + offset;
        bool isPair = text[lineBreak] == '\r' && lineBreak + 1 < text.Length && text[lineBreak + 1] == '\n';
        return lineBreak + (isPair ? 2 : 1);
    }

    /// <summary>The position itself, or the one behind it where it would part a surrogate pair.</summary>
    public static int BesideSurrogates(ReadOnlySpan<char> text, int position) =>
        position > 0 && position < text.Length
        && char.IsLowSurrogate(text[position]) && char.IsHighSurrogate(text[position - 1])
            ? position + 1
            : position;
}
