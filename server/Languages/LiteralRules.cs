namespace LspCompletion.Server.Languages;

/// <summary>Text between quotes, or between any two marks.</summary>
/// <param name="Open">What begins it.</param>
/// <param name="Close">What ends it.</param>
internal sealed record QuotedText(string Open, string Close) : LiteralRule(Open[0])
{
    /// <summary>Text between two times the same mark.</summary>
    public QuotedText(string quote)
        : this(quote, quote)
    {
    }

    /// <summary>Letters and signs that may stand right before it.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>That of them without which there is no such literal; NUL if it needs none.</summary>
    public char Needs { get; init; }

    /// <summary>Those of them without which it has no holes; empty if it always has.</summary>
    public string HolePrefix { get; init; } = "";

    /// <summary>Whether it begins nothing behind a word, where an apostrophe belongs to that.</summary>
    public bool IsNotBehindWord { get; init; }

    /// <summary>Whether it begins only where a value may: behind a separator, a bracket, or at the start of a line.</summary>
    public bool BeginsValue { get; init; }

    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous)
    {
        if (!text[position..].StartsWith(Open))
            return null;

        ReadOnlySpan<char> prefix = PrefixAt(text, position, Prefix);
        if (Needs != '\0' && !prefix.Contains(Needs))
            return null;
        if (IsNotBehindWord && prefix.IsEmpty && position > 0 && IsOfWord(text[position - 1]))
            return null;
        if (BeginsValue && previous is not ('\0' or ':' or '-' or ',' or '[' or '{' or '(' or '=' or '?'))
            return null;
        bool hasHoles = Hole.Open.Length > 0 && (HolePrefix.Length == 0 || prefix.ContainsAny(HolePrefix));
        return new LiteralOpening(Open.Length, Close) { Hole = hasHoles ? Hole.Open : "" };
    }
}

/// <summary>Text that begins and ends with as many quotes as it likes, three at least.</summary>
internal sealed record CountedQuotes() : LiteralRule('"')
{
    private const int Least = 3;

    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous)
    {
        int count = text[position..].IndexOfAnyExcept('"');
        count = count < 0 ? text.Length - position : count;
        if (count < Least)
            return null;

        int dollars = PrefixAt(text, position, "$").Length;
        return new LiteralOpening(count, new string('"', count)) { Hole = new string('{', dollars) };
    }
}

/// <summary>Text in quotes with a number of signs around it, which its end repeats: <c>r#"…"#</c>.</summary>
/// <param name="Letter">The letter before the signs; NUL if there is none, and then there has to be a sign.</param>
internal sealed record FencedText(char Letter) : LiteralRule('"')
{
    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous)
    {
        int start = position;
        while (start > 0 && text[start - 1] == '#')
            start--;
        string close = string.Concat("\"", text[start..position]);
        if (Letter == '\0')
            return start < position ? new LiteralOpening(1, close) : null;
        bool isPrefix = start > 0 && text[start - 1] == Letter
            && (start == 1 || !IsOfWord(text[start - 2]) || (text[start - 2] is 'b' or 'c' && (start == 2 || !IsOfWord(text[start - 3]))));
        return isPrefix ? new LiteralOpening(1, close) : null;
    }
}

/// <summary>Text whose end names the mark of its beginning: <c>R"mark(…)mark"</c>, <c>$mark$…$mark$</c>, <c>[==[…]==]</c>.</summary>
/// <param name="First">The character that begins it.</param>
/// <param name="Before">The letter that has to stand before it; NUL if none has.</param>
/// <param name="Last">The character that ends its beginning.</param>
/// <param name="Form">How its end is written: <c>*</c> stands for the mark.</param>
internal sealed record MarkedText(char First, char Before, char Last, string Form) : LiteralRule(First)
{
    private const int LongestMark = 16;

    /// <summary>The only characters that the mark may have; empty if it may have those of words.</summary>
    public string Characters { get; init; } = "";

    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous)
    {
        if (Before != '\0' && (position == 0 || text[position - 1] != Before))
            return null;

        int end = position + 1;
        while (end < text.Length && end - position <= LongestMark
            && (Characters.Length > 0 ? Characters.Contains(text[end], StringComparison.Ordinal) : IsOfWord(text[end])))
        {
            end++;
        }

        // A mark in digits is a parameter of a prepared statement.
        if (end == text.Length || text[end] != Last || (Last == '$' && end > position + 1 && char.IsAsciiDigit(text[position + 1])))
            return null;
        string mark = text[(position + 1)..end].ToString();
        return new LiteralOpening(end + 1 - position, Form.Replace("*", mark, StringComparison.Ordinal));
    }
}

/// <summary>One character between apostrophes. What isn't one is something else: a lifetime, a type, an apostrophe.</summary>
internal sealed record CharacterText() : LiteralRule('\'')
{
    private const int Longest = 12;

    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous)
    {
        ReadOnlySpan<char> rest = text[(position + 1)..Math.Min(text.Length, position + Longest)];
        if (rest is ['\\', _, ..])
        {
            int end = rest[2..].IndexOf('\'');
            return end < 0 || rest[..(end + 2)].Contains('\n') ? null : new LiteralOpening(end + 4, "");
        }

        return rest is [not ('\'' or '\n'), '\'', ..] ? new LiteralOpening(3, "")
            : rest is [var high, _, '\'', ..] && char.IsHighSurrogate(high) ? new LiteralOpening(4, "")
            : null;
    }
}

/// <summary>A mark that makes the next character a text, whatever it is: <c>#\(</c>, <c>$(</c>, <c>?(</c>.</summary>
/// <param name="Mark">The mark.</param>
internal sealed record MarkedCharacter(string Mark) : LiteralRule(Mark[0])
{
    /// <summary>The only characters that it does this to; empty if to any.</summary>
    public string Characters { get; init; } = "";

    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous) =>
        text[position..].StartsWith(Mark)
            && position + Mark.Length < text.Length && !char.IsWhiteSpace(text[position + Mark.Length])
            && (Characters.Length == 0 || Characters.Contains(text[position + Mark.Length], StringComparison.Ordinal))
            && (position == 0 || !IsOfWord(text[position - 1]))
            ? new LiteralOpening(Mark.Length + 1, "")
            : null;
}

/// <summary>A regular expression between slashes, where no division can stand; on one line.</summary>
internal sealed record SlashedText() : LiteralRule('/')
{
    /// <summary>Words behind which a value comes, and not an operator.</summary>
    private static readonly string[] WordsBeforeValue =
        ["return", "typeof", "case", "in", "of", "do", "else", "if", "unless", "when", "and", "or", "not", "yield", "await", "split", "match"];

    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous)
    {
        bool isOperand = IsOfWord(previous) || previous is ')' or ']' or '}' or '"' or '\'' or '`';
        if (isOperand && !IsBehindWord(text[..position].TrimEnd()))
            return null;

        bool isInSet = false;
        for (int i = position + 1; i < text.Length && text[i] != '\n'; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    isInSet = true;
                    break;
                case ']':
                    isInSet = false;
                    break;
                case '/' when !isInSet:
                    return i == position + 1 ? null : new LiteralOpening(i + 1 - position, "");
            }
        }

        return null;
    }

    private static bool IsBehindWord(ReadOnlySpan<char> before)
    {
        foreach (string word in WordsBeforeValue)
        {
            if (before.EndsWith(word) && (before.Length == word.Length || !IsOfWord(before[^(word.Length + 1)])))
                return true;
        }

        return false;
    }
}

/// <summary>Text between a mark of the user's choice, behind a sign and letters: <c>%w[…]</c>, <c>~r/…/</c>.</summary>
/// <param name="First">The sign.</param>
/// <param name="Letters">The letters that may follow it, one of them.</param>
internal sealed record ChosenText(char First, string Letters) : LiteralRule(First)
{
    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous)
    {
        if (position + 2 >= text.Length || !Letters.Contains(text[position + 1], StringComparison.Ordinal))
            return null;

        char mark = text[position + 2];
        if (IsOfWord(mark) || char.IsWhiteSpace(mark) || (position > 0 && IsOfWord(text[position - 1])))
            return null;
        char close = mark switch { '(' => ')', '[' => ']', '{' => '}', '<' => '>', _ => mark };
        return new LiteralOpening(3, close.ToString());
    }
}

/// <summary>Text that begins in the next line and ends with a line that says a word: <c>&lt;&lt;EOF</c>.</summary>
/// <param name="Open">What comes before the word.</param>
internal sealed record DocumentText(string Open) : LiteralRule(Open[0])
{
    /// <inheritdoc/>
    public override bool EndsAtLineStart => true;

    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous)
    {
        ReadOnlySpan<char> rest = text[position..];
        if (!rest.StartsWith(Open) || (rest.Length > Open.Length && rest[Open.Length] == '<'))
            return null;

        int start = Open.Length;
        if (start < rest.Length && rest[start] is '-' or '~')
            start++;
        while (start < rest.Length && rest[start] == ' ' && Open.Length == 3)
            start++;
        char quote = start < rest.Length && rest[start] is '\'' or '"' ? rest[start++] : '\0';
        int end = start;
        while (end < rest.Length && IsOfWord(rest[end]))
            end++;

        // A shift is followed by a number or a name in small letters; such a word is written in capitals.
        if (end == start || char.IsAsciiDigit(rest[start]) || (quote == '\0' && !char.IsAsciiLetterUpper(rest[start])))
            return null;
        if (quote != '\0' && (end == rest.Length || rest[end] != quote))
            return null;
        string word = rest[start..end].ToString();
        return new LiteralOpening(quote == '\0' ? end : end + 1, word);
    }
}

/// <summary>Text that begins in the next line and ends with a line that begins with a mark: PowerShell's <c>@"</c>.</summary>
/// <param name="Open">What begins it.</param>
/// <param name="Close">What ends it.</param>
internal sealed record QuotedDocument(string Open, string Close) : LiteralRule(Open[0])
{
    /// <inheritdoc/>
    public override bool EndsAtLineStart => true;

    /// <inheritdoc/>
    public override LiteralOpening? TryOpen(ReadOnlySpan<char> text, int position, char previous) =>
        text[position..].StartsWith(Open) && text[(position + Open.Length)..] is [] or ['\r' or '\n', ..]
            ? new LiteralOpening(Open.Length, Close)
            : null;
}
