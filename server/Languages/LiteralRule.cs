namespace LspCompletion.Server.Languages;

/// <summary>A kind of literal text.</summary>
/// <param name="First">The character that begins it.</param>
internal abstract record LiteralRule(char First)
{
    /// <summary>The character that takes the next one's meaning; NUL where there is none.</summary>
    public char Escape { get; init; }

    /// <summary>Whether what closes it stands for itself where it comes twice.</summary>
    public bool DoublesClose { get; init; }

    /// <summary>Whether it may go on in the next line.</summary>
    public bool SpansLines { get; init; }

    /// <summary>Whether it is closed where a line begins, and begins itself below its mark.</summary>
    public virtual bool EndsAtLineStart => false;

    /// <summary>Whether a file may end within it.</summary>
    public bool MayEndFile { get; init; }

    /// <summary>What opens code within it, and what closes that.</summary>
    public (string Open, char Close) Hole { get; init; } = ("", '\0');

    /// <summary>Whether what opens a hole stands for itself where it comes twice.</summary>
    public bool DoublesHole { get; init; }

    /// <summary>Finds out whether such a literal begins at a place.</summary>
    /// <param name="text">The text, from the start of a line on.</param>
    /// <param name="position">The place of <see cref="LiteralRule.First"/>.</param>
    /// <param name="previous">The last character before it that is no white space; NUL at the start of a line.</param>
    public abstract LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous);

    /// <summary>The characters right before a place that may belong to a literal's prefix.</summary>
    protected static ReadOnlySpan<char> PrefixAt(ReadOnlySpan<char> text, int position, string letters)
    {
        int start = position;
        while (start > 0 && letters.Contains(text[start - 1], StringComparison.Ordinal))
            start--;
        bool isOfWord = start > 0 && IsOfWord(text[start - 1]) && start < position && IsOfWord(text[start]);
        return isOfWord ? [] : text[start..position];
    }

    /// <summary>Whether a character belongs to a word.</summary>
    protected static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}
