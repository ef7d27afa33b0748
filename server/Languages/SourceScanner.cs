using System.Buffers;
using System.Runtime.InteropServices;

namespace LspCompletion.Server.Languages;

/// <summary>
/// Follows comments, literals, brackets, blocks and tags through a source text, by a language's row of the table. Texts are
/// read one behind the other; each but the last ends with a line. It is no parser: what it can't make sense of is passed
/// over, and where something was left open it finds its way back at the next thing that is closed.
/// </summary>
internal sealed class SourceScanner
{
    private const int TabWidth = 4;

    /// <summary>Elements without content.</summary>
    private static readonly HashSet<string> EmptyElements = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    };

    /// <summary>Elements whose content is no markup.</summary>
    private static readonly HashSet<string> ForeignElements = new(StringComparer.OrdinalIgnoreCase) { "script", "style" };

    /// <summary>What the names of elements consist of.</summary>
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-:.?!");

    private readonly Language _language;
    private readonly List<OpenPart> _open = [];

    /// <summary>Texts that begin in the next line.</summary>
    private readonly List<OpenPart> _documents = [];

    private int _read;
    private int _indentation;
    private bool _isIndentation = true;
    private bool _beginsStatement = true;
    private char _previous;

    /// <summary>Starts at the start of a text.</summary>
    public SourceScanner(Language language) => _language = language;

    /// <summary>Starts in the middle of a text, within a comment or a literal.</summary>
    public SourceScanner(Language language, OpenPart within)
        : this(language) => _open.Add(within);

    private SourceScanner(SourceScanner other)
        : this(other._language)
    {
        _open.AddRange(other._open);
        _documents.AddRange(other._documents);
        _read = other._read;
    }

    /// <summary>What is open, the outermost first.</summary>
    public ReadOnlySpan<OpenPart> Open => CollectionsMarshal.AsSpan(_open);

    /// <summary>What the next character is part of.</summary>
    public TextKind Kind => _open.Count == 0 ? TextKind.Code : _open[^1].Kind switch
    {
        OpenKind.Comment => TextKind.Comment,
        OpenKind.Literal => TextKind.Literal,
        _ => TextKind.Code,
    };

    /// <summary>The columns that the last line is indented by.</summary>
    public int Indentation => _indentation;

    /// <summary>A scanner that goes on from here by itself. Only possible where a line starts.</summary>
    public SourceScanner Fork() => new(this);

    /// <summary>Reads the next text.</summary>
    /// <param name="text">The text; begins where a line does.</param>
    /// <param name="events">Takes what happens; <see langword="null"/> if nobody asks.</param>
    public void Read(ReadOnlySpan<char> text, List<ScanEvent>? events)
    {
        int position = BeginLine(text, 0, events);
        while (position < text.Length)
        {
            if (text[position] is '\n' or '\r')
                position = BeginLine(text, EndLine(text, position, events), events);
            else if (_open.Count > 0 && _open[^1].IsText)
                position = ReadText(text, position, events);
            else
                position = ReadCode(text, position, events);
        }

        _read += text.Length;
    }

    private int EndLine(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        int end = position + (text[position..].StartsWith("\r\n") ? 2 : 1);

        // What ends with its line may stand in the hole of a text that does, too.
        int first = _open.FindIndex(part => part.EndsWithLine);
        if (first >= 0 && !IsContinued(text, position))
        {
            for (int i = _open.Count - 1; i >= first; i--)
            {
                bool isClosed = _open[i].Kind == OpenKind.Comment;
                events?.Add(new ScanEvent(isClosed ? ScanEventKind.Closed : ScanEventKind.LeftOpen, _read + position, _open[i]));
            }

            _open.RemoveRange(first, _open.Count - first);
        }

        if (_documents.Count > 0)
        {
            Push(_documents[0] with { Position = _read + end }, events);
            _documents.RemoveAt(0);
        }

        _indentation = 0;
        _isIndentation = true;
        _beginsStatement = true;
        _previous = '\0';
        return end;
    }

    /// <summary>Begins a line: it may end the text that began below a mark.</summary>
    private int BeginLine(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        if (_open.Count == 0 || _open[^1] is not { Kind: OpenKind.Literal, Literal.EndsAtLineStart: true }
            || !IsDocumentEnd(text[position..], out int length))
        {
            return position;
        }

        Pop(position, events);
        return position + length;
    }

    /// <summary>Whether a backslash takes the line end into the text that is open.</summary>
    private bool IsContinued(ReadOnlySpan<char> text, int position) =>
        _open[^1] is { Kind: OpenKind.Literal, Literal.Escape: '\\' } && position > 0 && text[position - 1] == '\\';

    /// <summary>Whether a line ends the text that began below a mark; its length up to there.</summary>
    private bool IsDocumentEnd(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        int indentation = text.IndexOfAnyExcept(' ', '\t');
        if (indentation < 0 || !text[indentation..].StartsWith(_open[^1].Close))
            return false;

        length = indentation + _open[^1].Close.Length;
        return length == text.Length || !IsOfWord(text[length]);
    }

    private int ReadText(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        OpenPart part = _open[^1];
        char character = text[position];
        _isIndentation &= char.IsWhiteSpace(character);
        if (part.Close.Length == 0 || (part.Kind == OpenKind.Literal && part.Literal!.EndsAtLineStart))
        {
            int lineEnd = text[position..].IndexOfAny('\n', '\r');
            return lineEnd < 0 ? text.Length : position + lineEnd;
        }

        ReadOnlySpan<char> rest = text[position..];
        if (part.Kind == OpenKind.Comment)
        {
            if (part.Comment!.Nests && rest.StartsWith(part.Comment.Open))
            {
                Push(part with { Position = _read + position }, events);
                return position + part.Comment.Open.Length;
            }
        }
        else if (part.Literal is { } literal)
        {
            if (literal.Escape != '\0' && character == literal.Escape && rest.Length > 1 && rest[1] is not ('\n' or '\r')
                && (part.Hole.Length == 0 || !rest.StartsWith(part.Hole)))
            {
                return position + 2;
            }

            if (part.Hole.Length > 0 && rest.StartsWith(part.Hole))
            {
                // Of more braces than open a hole, the first are text.
                int braces = rest.IndexOfAnyExcept(part.Hole[0]);
                if (literal is CountedQuotes && (braces < 0 ? rest.Length : braces) > part.Hole.Length)
                    return position + (braces < 0 ? rest.Length : braces) - part.Hole.Length;
                if (literal.DoublesHole && rest[part.Hole.Length..].StartsWith(part.Hole))
                    return position + (2 * part.Hole.Length);

                string close = new(literal.Hole.Close, literal is CountedQuotes ? part.Hole.Length : 1);
                Push(new OpenPart(OpenKind.Hole, close, _read + position, _indentation, literal), events);
                _previous = '\0';
                return position + part.Hole.Length;
            }

            if (literal.DoublesClose && rest.StartsWith(part.Close) && rest[part.Close.Length..].StartsWith(part.Close))
                return position + (2 * part.Close.Length);
        }

        bool isClosed = rest.StartsWith(part.Close, part.Kind == OpenKind.Embedded ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            && (part.Comment is not { IsLine: true } || IsLineStart(text, position));
        if (!isClosed)
            return position + 1;

        Pop(position, events);
        _previous = part.Kind == OpenKind.Comment ? _previous : '"';

        // The tag that ends a script is markup again.
        return part.Kind == OpenKind.Embedded ? position : position + part.Close.Length;
    }

    private int ReadCode(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        char character = text[position];
        if (character is ' ' or '\t')
        {
            if (_isIndentation)
                _indentation += character == '\t' ? TabWidth : 1;
            return position + 1;
        }

        if (_language.MayBegin(character) && TryReadText(text, position, events) is { } behind)
        {
            _isIndentation = false;
            _beginsStatement = false;
            return behind;
        }

        bool beginsLine = _isIndentation;
        _isIndentation = false;
        if (_language.HasTags)
            return ReadMarkup(text, position, events);
        if (character == '#' && beginsLine && _language.HasDirectives)
            return ReadDirective(text, position, events);
        if (IsOfWord(character))
            return ReadWord(text, position, events);

        _beginsStatement = _language.StatementSigns.Contains(character, StringComparison.Ordinal);
        int end = ReadSign(text, position, events);
        _previous = character;
        return end;
    }

    /// <summary>Begins a comment or a literal text, if one begins here.</summary>
    private int? TryReadText(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        ReadOnlySpan<char> rest = text[position..];
        foreach (CommentRule comment in _language.Comments)
        {
            if (!rest.StartsWith(comment.Open) || (comment.IsLine && !IsLineStart(text, position)))
                continue;

            Push(new OpenPart(OpenKind.Comment, comment.Close, _read + position, _indentation, Comment: comment), events);
            return position + comment.Open.Length;
        }

        // In a hole, such a sign belongs to how the value is written: {id:#x}.
        bool isHole = _open.Count > 0 && _open[^1].Kind == OpenKind.Hole;
        foreach (LineCommentRule comment in _language.LineComments)
        {
            if (isHole || !Begins(comment, text, position))
                continue;

            Push(new OpenPart(OpenKind.Comment, "", _read + position, _indentation), events);
            return position + comment.Open.Length;
        }

        // In markup, quotes are text, but for those of attributes.
        bool isTagHead = _open.Count > 0 && _open[^1].Kind == OpenKind.TagHead;
        foreach (LiteralRule literal in _language.Literals)
        {
            if (literal.First != text[position] || (_language.HasTags && !isTagHead && literal.First is '"' or '\''))
                continue;
            if (literal.TryOpen(text, position, _previous) is not { } opening)
                continue;

            var part = new OpenPart(
                OpenKind.Literal, opening.Close, _read + position, _indentation, literal, Hole: opening.Hole);
            if (opening.Close.Length == 0)
            {
                int end = Math.Min(text.Length, position + opening.Length);
                events?.Add(new ScanEvent(ScanEventKind.Opened, _read + position, part));
                events?.Add(new ScanEvent(ScanEventKind.Closed, _read + end - 1, part));
                _previous = '"';
                return end;
            }

            if (literal.EndsAtLineStart)
                _documents.Add(part);
            else
                Push(part, events);
            return position + opening.Length;
        }

        return null;
    }

    private bool Begins(LineCommentRule comment, ReadOnlySpan<char> text, int position)
    {
        ReadOnlySpan<char> rest = text[position..];
        if (!rest.StartsWith(comment.Open, _language.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            return false;

        char next = rest.Length > comment.Open.Length ? rest[comment.Open.Length] : '\n';
        if (comment.Unless.Contains(next, StringComparison.Ordinal) || (IsOfWord(comment.Open[^1]) && IsOfWord(next)))
            return false;
        char before = position > 0 ? text[position - 1] : '\n';
        return comment.Behind switch
        {
            CommentStart.Word => char.IsWhiteSpace(before) || before is ';' or '(' or '&' or '|',
            CommentStart.Line => _isIndentation,
            CommentStart.Unpaired => _isIndentation || LineOf(rest)[comment.Open.Length..].IndexOf(comment.Open) < 0,
            CommentStart.NotAddress => before != ':',
            _ => true,
        };
    }

    private int ReadWord(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        int end = position + 1;
        while (end < text.Length && IsOfWord(text[end]))
            end++;
        if (_language.Blocks.Count > 0 && !_language.HasDirectives)
            end = ReadBlockWord(text, position, end, events);
        _previous = text[end - 1];
        return end;
    }

    /// <summary>Reads a directive of a preprocessor: its sign and its word are one.</summary>
    private int ReadDirective(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        int start = position + 1;
        while (start < text.Length && text[start] == ' ')
            start++;
        int end = start;
        while (end < text.Length && IsOfWord(text[end]))
            end++;
        string word = $"#{text[start..end]}";
        if (_language.Closings.Contains(word))
            CloseNearest(word, OpenKind.Directive, position, events);
        else if (_language.BlocksByOpening.TryGetValue(word, out BlockRule? block))
            Push(new OpenPart(OpenKind.Directive, block.Close, _read + position, _indentation), events);
        return end;
    }

    private int ReadBlockWord(ReadOnlySpan<char> text, int position, int end, List<ScanEvent>? events)
    {
        string word = text[position..end].ToString();
        bool beginsStatement = _beginsStatement;
        _beginsStatement = _language.StatementWords.Contains(word, _language.WordComparer);
        if (IsPartOfName(text, position, end))
            return end;

        bool mayClose = beginsStatement || !_language.ClosesAtStatement;
        if (mayClose && WithNextWord(text, word, end) is var (two, behind) && _language.Closings.Contains(two))
        {
            CloseNearest(two, OpenKind.Block, position, events);
            return behind;
        }

        if (mayClose && _language.Closings.Contains(word))
        {
            // Where blocks open outside of brackets only, such a word within brackets is the last index of something.
            if (_open.Count == 0 || _open[^1].Close is not ("]" or ")") || !_language.Blocks[0].IsOutsideBrackets)
                CloseNearest(word, OpenKind.Block, position, events);
        }
        else if (_language.BlocksByOpening.TryGetValue(word, out BlockRule? block) && Opens(block, text, position, end, beginsStatement))
        {
            Push(new OpenPart(OpenKind.Block, block.Close, _read + position, _indentation), events);
        }

        return end;
    }

    /// <summary>Whether a word names a member, a symbol or a key.</summary>
    private static bool IsPartOfName(ReadOnlySpan<char> text, int position, int end)
    {
        char before = position > 0 ? text[position - 1] : ' ';
        ReadOnlySpan<char> behind = text[end..];
        return before is '.' or '@' or '$' or '-' || (before == ':' && (position < 2 || text[position - 2] != ':'))
            || behind is [':', not ':', ..] or ['-', not '-', ..] or ['?', ..] or ['!', not ('=' or ' '), ..];
    }

    private static (string Words, int End)? WithNextWord(ReadOnlySpan<char> text, string word, int end)
    {
        int start = end;
        while (start < text.Length && text[start] == ' ')
            start++;
        int behind = start;
        while (behind < text.Length && IsOfWord(text[behind]))
            behind++;
        return start > end && behind > start ? ($"{word} {text[start..behind]}", behind) : null;
    }

    private bool Opens(BlockRule block, ReadOnlySpan<char> text, int position, int end, bool beginsStatement)
    {
        if (block.BeginsStatement && !beginsStatement)
            return false;
        if (block.IsOutsideBrackets && _open.Count > 0 && _open[^1].Kind == OpenKind.Bracket && _open[^1].Close != "}")
            return false;

        int lineStart = text[..position].LastIndexOfAny('\n', '\r') + 1;
        foreach (string word in block.NotBehind)
        {
            if (HasWord(text[lineStart..position], word))
                return false;
        }

        ReadOnlySpan<char> later = LineOf(text[end..]);
        if (block.UnlessLater.Length > 0 && OutsideBrackets(later, block.UnlessLater))
            return false;
        return block.LineEnd.Length == 0 || later.TrimEnd().EndsWith(
            block.LineEnd, _language.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    private bool HasWord(ReadOnlySpan<char> text, string word)
    {
        StringComparison comparison = _language.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        while (text.IndexOf(word, comparison) is var start and >= 0)
        {
            int end = start + word.Length;
            if ((start == 0 || !IsOfWord(text[start - 1])) && (end == text.Length || !IsOfWord(text[end])))
                return true;
            text = text[end..];
        }

        return false;
    }

    private static bool OutsideBrackets(ReadOnlySpan<char> text, string wanted)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] is '(' ? 1 : text[i] is ')' ? -1 : 0;
            if (depth == 0 && text[i..].StartsWith(wanted))
                return true;
        }

        return false;
    }

    private int ReadSign(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        char character = text[position];
        int bracket = _language.Brackets.IndexOf(character, StringComparison.Ordinal);
        if (bracket < 0)
        {
            if (_language.HasTypeArguments && character is '<' or '>')
                ReadAngle(text, position, events);
            return position + 1;
        }

        if (bracket % 2 == 0)
        {
            Push(new OpenPart(OpenKind.Bracket, _language.Brackets[bracket + 1].ToString(), _read + position, _indentation), events);
            return position + 1;
        }

        if (_open.Count > 0 && _open[^1] is { Kind: OpenKind.Hole } hole && text[position..].StartsWith(hole.Close))
        {
            Pop(position, events);
            return position + hole.Close.Length;
        }

        if (!_language.HasLoneParentheses || character != ')' || !IsPattern())
            CloseNearest(character.ToString(), OpenKind.Bracket, position, events);
        return position + 1;
    }

    /// <summary>Whether a closing parenthesis ends a pattern of a shell's <c>case</c>.</summary>
    private bool IsPattern()
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Close == ")" || _open[i].Kind == OpenKind.Hole)
                return false;
            if (_open[i].Close == "esac")
                return true;
        }

        return false;
    }

    private void ReadAngle(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        if (text[position] == '<' && position > 0 && (IsOfWord(text[position - 1]) || text[position - 1] == ':') && HoldsTypes(text[position..]))
        {
            Push(new OpenPart(OpenKind.TypeArguments, ">", _read + position, _indentation), events);
        }
        else if (text[position] == '>' && _open.Count > 0 && _open[^1].Kind == OpenKind.TypeArguments
            && (position == 0 || text[position - 1] is not ('=' or '-')))
        {
            Pop(position, events);
        }
    }

    /// <summary>Whether angle brackets are closed in their line with nothing between them that no type has.</summary>
    private static bool HoldsTypes(ReadOnlySpan<char> text)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '<':
                    depth++;
                    break;
                case '>' when text[i - 1] is '=' or '-':
                    break;
                case '>':
                    if (--depth == 0)
                        return true;
                    break;
                case '\n' or '\r' or ';' or '+' or '/' or '%' or '^' or '!' or '"':
                    return false;
                case '&' or '|' when i + 1 < text.Length && text[i + 1] == text[i]:
                    return false;
            }
        }

        return false;
    }

    private int ReadMarkup(ReadOnlySpan<char> text, int position, List<ScanEvent>? events)
    {
        bool isTagHead = _open.Count > 0 && _open[^1].Kind == OpenKind.TagHead;
        if (isTagHead && text[position] == '>')
        {
            string name = _open[^1].Hole;
            bool isEmpty = (position > 0 && text[position - 1] is '/') || name[0] is '!' or '?' || EmptyElements.Contains(name);
            OpenPart head = _open[^1];
            Pop(position, events);
            if (!isEmpty)
                Push(new OpenPart(OpenKind.Element, name, _read + position, head.Indentation), events);
            if (!isEmpty && ForeignElements.Contains(name))
                Push(new OpenPart(OpenKind.Embedded, $"</{name}", _read + position, _indentation), events);
            return position + 1;
        }

        if (isTagHead || text[position] != '<')
            return position + 1;

        ReadOnlySpan<char> rest = text[(position + 1)..];
        bool isEnd = rest is ['/', ..];
        int start = isEnd ? 1 : 0;
        int length = rest[start..].IndexOfAnyExcept(NameCharacters);
        string tag = rest[start..(length < 0 ? rest.Length : start + length)].ToString();
        int behind = position + 1 + start + tag.Length;
        if (tag.Length == 0 || char.IsAsciiDigit(tag[0]))
            return position + 1;
        if (!isEnd)
        {
            Push(new OpenPart(OpenKind.TagHead, ">", _read + position, _indentation, Hole: tag), events);
            return behind;
        }

        int close = text[behind..].IndexOf('>');
        if (close < 0 || !text.Slice(behind, close).IsWhiteSpace())
            return behind;
        if (!EmptyElements.Contains(tag))
            CloseNearest(tag, OpenKind.Element, position, events);
        return behind + close + 1;
    }

    /// <summary>Closes the nearest part that something closes, and gives up what was left open in it.</summary>
    private void CloseNearest(string close, OpenKind kind, int position, List<ScanEvent>? events)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            OpenPart part = _open[i];
            if (part.Kind == kind && string.Equals(part.Close, close, _language.IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                Close(i, position, events);
                return;
            }

            // A parenthesis says nothing of the block around it, nor code in a hole of the text around it.
            bool isBlock = part.Close == "}" || part.Kind == OpenKind.Block;
            if (part.Kind == OpenKind.Hole || (isBlock && close is ")" or "]") || (kind == OpenKind.Block && part.Close == "}"))
                break;
        }

        events?.Add(new ScanEvent(ScanEventKind.Surplus, _read + position, default));
    }

    /// <summary>Closes a part. What was left open in it is given up; directives go their own way through all of this.</summary>
    private void Close(int index, int position, List<ScanEvent>? events)
    {
        bool isDirective = _open[index].Kind == OpenKind.Directive;
        for (int left = _open.Count - 1; left > index && !isDirective; left--)
        {
            if (_open[left].Kind == OpenKind.Directive)
                continue;

            events?.Add(new ScanEvent(ScanEventKind.LeftOpen, _read + position, _open[left]));
            _open.RemoveAt(left);
        }

        events?.Add(new ScanEvent(ScanEventKind.Closed, _read + position, _open[index]));
        _open.RemoveAt(index);
    }

    private void Push(OpenPart part, List<ScanEvent>? events)
    {
        _open.Add(part);
        events?.Add(new ScanEvent(ScanEventKind.Opened, part.Position, part));
    }

    private void Pop(int position, List<ScanEvent>? events)
    {
        events?.Add(new ScanEvent(ScanEventKind.Closed, _read + position, _open[^1]));
        _open.RemoveAt(_open.Count - 1);
    }

    private static ReadOnlySpan<char> LineOf(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAny('\n', '\r');
        return length < 0 ? text : text[..length];
    }

    private static bool IsLineStart(ReadOnlySpan<char> text, int position) => position == 0 || text[position - 1] is '\n' or '\r';

    private static bool IsOfWord(char character) => char.IsLetterOrDigit(character) || character == '_';
}
