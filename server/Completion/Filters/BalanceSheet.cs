using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>What is open and what is closed around the cursor once a text stands there.</summary>
internal sealed class BalanceSheet
{
    private readonly List<ScanEvent> _events = [];
    private readonly List<OpenPart> _openBehind = [];
    private readonly int _lineStart;
    private readonly int _cursor;
    private readonly int _textEnd;
    private readonly int _restEnd;

    private BalanceSheet(string text, Surroundings around)
    {
        SourceScanner scanner = around.AtLine.Fork();
        List<OpenPart> open = [.. scanner.Open];
        _lineStart = around.Above.Length;
        _cursor = around.Prefix.Length;
        _textEnd = _cursor + text.Length;
        _restEnd = _textEnd + around.Rest.Length;
        scanner.Read(string.Concat(around.Line, text, around.Suffix), _events);
        foreach (OpenPart part in scanner.Open)
            Unclosed += Counts(part) ? 1 : 0;

        bool isBehind = false;
        foreach (ScanEvent happened in _events)
        {
            if (!isBehind && happened.Position >= _textEnd)
            {
                _openBehind.AddRange(open);
                isBehind = true;
            }

            switch (happened.Kind)
            {
                case ScanEventKind.Opened:
                    open.Add(happened.Part);
                    break;
                case ScanEventKind.Surplus:
                    Surplus++;
                    break;
                default:
                    open.Remove(happened.Part);
                    LeftOpen += happened.Kind == ScanEventKind.LeftOpen && Counts(happened.Part) ? 1 : 0;
                    break;
            }
        }

        if (!isBehind)
            _openBehind.AddRange(open);
    }

    /// <summary>What is closed without being open.</summary>
    public int Surplus { get; private set; }

    /// <summary>What was given up because something around it was closed.</summary>
    public int LeftOpen { get; private set; }

    /// <summary>What is still open where the text that is looked at ends.</summary>
    public int Unclosed { get; private set; }

    /// <summary>What is open right behind the text, the innermost last.</summary>
    public IReadOnlyList<OpenPart> OpenBehind => _openBehind;

    /// <summary>What the text opens and doesn't close.</summary>
    public IEnumerable<OpenPart> OpenedByText => _openBehind.Where(part => part.Position >= _cursor && Counts(part));

    /// <summary>What the text closes that was open before it.</summary>
    public IEnumerable<OpenPart> ClosedByText => _events
        .Where(happened => happened.Kind == ScanEventKind.Closed && IsInText(happened.Position) && happened.Part.Position < _cursor && Counts(happened.Part))
        .Select(happened => happened.Part);

    /// <summary>What stands before the cursor in its line and is closed behind it in the same line, and where that is.</summary>
    public IEnumerable<(OpenPart Part, int Distance)> PairsAroundText => _events
        .Where(happened => happened.Kind == ScanEventKind.Closed && happened.Position >= _textEnd && happened.Position < _restEnd
            && happened.Part.Position >= _lineStart && happened.Part.Position < _cursor)
        .Select(happened => (happened.Part, happened.Position - _textEnd));

    /// <summary>Whether the cursor's line closes all that it opens, and nothing else.</summary>
    public bool IsLineBalanced =>
        !_events.Any(happened => happened.Position < _restEnd && (happened.Kind is ScanEventKind.Surplus
            || (happened.Kind == ScanEventKind.LeftOpen && Counts(happened.Part))
            || (happened.Kind == ScanEventKind.Closed && happened.Part.Position < _lineStart)))
        && !_events.Where(happened => happened.Kind == ScanEventKind.Opened && happened.Position < _restEnd && Counts(happened.Part))
            .Any(happened => !IsClosedBefore(happened.Part, _restEnd));

    /// <summary>The sheet of a text.</summary>
    /// <param name="text">The text, with line feeds; empty for what stands there now.</param>
    /// <param name="around">Where it goes.</param>
    public static BalanceSheet Of(string text, Surroundings around) => new(text, around);

    /// <summary>
    /// Whether a block that was opened above the cursor's line is closed below it, where it should be: on a line of its own,
    /// as far in as the line that opens it.
    /// </summary>
    public bool IsClosedInPlace(OpenPart block, Surroundings around)
    {
        if (block.IsText || block.Kind == OpenKind.Directive || block.Position < 0 || block.Position >= _lineStart)
            return false;

        foreach (ScanEvent happened in _events)
        {
            if (happened.Kind != ScanEventKind.Closed || happened.Part != block || happened.Position < _restEnd)
                continue;

            ReadOnlySpan<char> below = around.Suffix.AsSpan(0, happened.Position - _textEnd);
            ReadOnlySpan<char> above = around.Prefix.AsSpan(0, block.Position);
            ReadOnlySpan<char> opening = above[(above.LastIndexOfAny('\n', '\r') + 1)..];
            return below[(below.LastIndexOfAny('\n', '\r') + 1)..].SequenceEqual(opening[..Indentation.LengthOf(opening)]);
        }

        return false;
    }

    private bool IsInText(int position) => position >= _cursor && position < _textEnd;

    private bool IsClosedBefore(OpenPart part, int position) =>
        _events.Any(happened => happened.Kind == ScanEventKind.Closed && happened.Part == part && happened.Position < position);

    /// <summary>A comment that ends with its line needs no end, nor does what a file may end with.</summary>
    private static bool Counts(OpenPart part) =>
        (part.Kind != OpenKind.Comment || part.Close.Length > 0) && part.Literal is not { MayEndFile: true };
}
