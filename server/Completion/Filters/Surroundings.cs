using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Where a completion goes: the text around the cursor, and what its language says of it. Made once for a place and asked by
/// every filter; what takes a scan of the text is found out when it is first asked for. Not thread-safe.
/// </summary>
internal sealed class Surroundings
{
    /// <summary>How far before the cursor is looked, in UTF-16 code units.</summary>
    public const int ReachBefore = 1 << 15;

    /// <summary>How far after it.</summary>
    public const int ReachAfter = 1 << 14;

    /// <summary>How far the indentation is looked at.</summary>
    private const int StyleReach = 8192;

    private readonly Lazy<SourceScanner> _atLine;
    private readonly Lazy<TextKind> _kind;
    private readonly Lazy<IndentationStyle?> _style;

    /// <summary>Describes a place.</summary>
    /// <param name="prefix">The document's text before the cursor; its last lines are enough.</param>
    /// <param name="suffix">The document's text after the cursor; its first lines are enough.</param>
    /// <param name="languageId">What the client calls the document's language; empty where it isn't known.</param>
    public Surroundings(string prefix, string suffix, string languageId)
    {
        Language = LanguageTable.Find(languageId);
        HasMoreAbove = prefix.Length > ReachBefore;
        if (HasMoreAbove)
        {
            int start = prefix.Length - ReachBefore;
            int line = prefix.IndexOf('\n', start);
            prefix = prefix[(line < 0 ? start : line + 1)..];
        }

        HasMoreBelow = suffix.Length >= ReachAfter;
        Prefix = prefix;
        Suffix = suffix.Length > ReachAfter ? suffix[..ReachAfter] : suffix;
        int lineStart = prefix.AsSpan().LastIndexOfAny('\n', '\r') + 1;
        Above = prefix[..lineStart];
        Line = prefix[lineStart..];
        int restLength = Suffix.AsSpan().IndexOfAny('\n', '\r');
        Rest = restLength < 0 ? Suffix : Suffix[..restLength];
        _atLine = new Lazy<SourceScanner>(ScanAbove, isThreadSafe: false);
        _kind = new Lazy<TextKind>(FindKind, isThreadSafe: false);
        _style = new Lazy<IndentationStyle?>(FindStyle, isThreadSafe: false);
    }

    /// <summary>The document's language.</summary>
    public Language Language { get; }

    /// <summary>The text before the cursor, as far as it is looked at.</summary>
    public string Prefix { get; }

    /// <summary>The text after the cursor, as far as it is looked at.</summary>
    public string Suffix { get; }

    /// <summary>Whether the document may begin before <see cref="Prefix"/>.</summary>
    public bool HasMoreAbove { get; }

    /// <summary>Whether the document goes on behind <see cref="Suffix"/>.</summary>
    public bool HasMoreBelow { get; }

    /// <summary>Other texts that the model was shown, the user's own.</summary>
    public IReadOnlyList<string> Shown { get; init; } = [];

    /// <summary>Whether the cursor stands behind an item that is selected in the editor's list.</summary>
    public bool IsBehindItem { get; init; }

    /// <summary>The lines above the cursor's.</summary>
    public string Above { get; }

    /// <summary>The cursor's line up to the cursor.</summary>
    public string Line { get; }

    /// <summary>The line from the cursor on.</summary>
    public string Rest { get; }

    /// <summary>Whether nothing but white space stands before the cursor in its line.</summary>
    public bool IsInIndentation => string.IsNullOrWhiteSpace(Line);

    /// <summary>Whether nothing but white space stands behind it.</summary>
    public bool IsAtLineEnd => string.IsNullOrWhiteSpace(Rest);

    /// <summary>A scanner that has read everything above the cursor's line. It is not to be read on: fork it.</summary>
    public SourceScanner AtLine => _atLine.Value;

    /// <summary>What the cursor stands in.</summary>
    public TextKind Kind => _kind.Value;

    /// <summary>How the document is indented; <see langword="null"/> where no line is.</summary>
    public IndentationStyle? Style => _style.Value;

    /// <summary>The lines above the cursor's that aren't blank, the nearest first.</summary>
    public IEnumerable<string> LinesAbove()
    {
        int end = Above.Length;
        while (end > 0)
        {
            int start = Above.AsSpan(0, end - 1).LastIndexOfAny('\n', '\r') + 1;
            ReadOnlySpan<char> line = Above.AsSpan(start..end).TrimEnd("\r\n");
            if (!line.IsWhiteSpace())
                yield return line.ToString();
            end = start;
        }
    }

    /// <summary>A completion here with blanks in place of its comments and literals.</summary>
    public string CodeOf(string text)
    {
        List<ScanEvent> events = [];
        SourceScanner scanner = AtLine.Fork();
        Stack<bool> isText = new(scanner.Open.ToArray().Select(part => part.IsText));
        scanner.Read(string.Concat(Line, text), events);
        char[] code = text.ToCharArray();
        int position = 0;
        foreach (ScanEvent happened in events)
        {
            Blank(happened.Position - Prefix.Length);
            if (happened.Kind == ScanEventKind.Opened)
                isText.Push(happened.Part.IsText);
            else if (happened.Kind != ScanEventKind.Surplus)
                isText.TryPop(out _);
        }

        Blank(text.Length);
        return new string(code);

        void Blank(int end)
        {
            bool blanks = isText.TryPeek(out bool isTop) && isTop;
            for (; position < end; position++)
            {
                if (blanks && code[position] is not ('\n' or '\r'))
                    code[position] = ' ';
            }
        }
    }

    private SourceScanner ScanAbove()
    {
        (SourceScanner best, int disorder) = Scan(new SourceScanner(Language));
        if (!HasMoreAbove || disorder == 0)
            return best;

        // What is looked at may begin in the middle of a comment or a literal: most is in order where it is read as what it is.
        foreach (OpenPart within in Language.Continued())
        {
            (SourceScanner other, int otherDisorder) = Scan(new SourceScanner(Language, within));
            if (otherDisorder < disorder)
                (best, disorder) = (other, otherDisorder);
        }

        return best;

        (SourceScanner Scanner, int Disorder) Scan(SourceScanner scanner)
        {
            List<ScanEvent> events = [];
            scanner.Read(Above, events);
            return (scanner, events.Count(happened => happened.Kind == ScanEventKind.LeftOpen));
        }
    }

    private TextKind FindKind()
    {
        SourceScanner scanner = AtLine.Fork();
        scanner.Read(Line, events: null);
        return scanner.Kind;
    }

    private IndentationStyle? FindStyle() => IndentationStyle.Around(
        Prefix.AsSpan(Math.Max(0, Prefix.Length - StyleReach)), Suffix.AsSpan(0, Math.Min(Suffix.Length, StyleReach)));
}
