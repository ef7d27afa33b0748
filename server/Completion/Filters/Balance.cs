using LspCompletion.Server.Languages;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Keeps whole what was whole: with a suggestion in it, a file has no more brackets, quotes, blocks and tags that are left
/// open or closed twice than without it. Only a block may be left open that begins at the end of a line, where nothing
/// stands behind the cursor.
/// </summary>
internal static class Balance
{
    /// <summary>Cuts that are tried before nothing is left.</summary>
    private const int MostCuts = 24;

    /// <summary>What a line may end with that opens a block, besides the bracket itself: what the block is given.</summary>
    private static readonly string[] BlockBeginnings = [" ->", " =>"];

    /// <summary>The same behind a brace: <c>{ |item|</c>, <c>{ item in</c>.</summary>
    private static readonly string[] BraceBeginnings = ["|", " in"];

    /// <summary>The length of the longest beginning of a completion that fits; <see langword="null"/> if all of it does.</summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    /// <param name="reason">Why no more fits.</param>
    public static int? FindCut(string text, Surroundings around, out FilterReason reason)
    {
        reason = FilterReason.ClosesTwice;
        BalanceSheet before = BalanceSheet.Of("", around);
        if (FindReason(text, before, around) is not { } why)
            return null;

        reason = why;
        int tried = 0;
        for (int length = text.Length - 1; length > 0 && tried < MostCuts; length--)
        {
            if (!MayCut(text, length, around))
                continue;

            tried++;
            string cut = text[..length];
            if (HasContent(cut) && FindReason(cut, before, around) is null)
                return length;
        }

        return 0;
    }

    /// <summary>Why a text doesn't fit; <see langword="null"/> if it does.</summary>
    private static FilterReason? FindReason(string text, BalanceSheet before, Surroundings around)
    {
        BalanceSheet after = BalanceSheet.Of(text, around);
        return around.IsAtLineEnd ? FindReasonAtEnd(text, before, after, around) : FindReasonInside(before, after, around);
    }

    private static FilterReason? FindReasonInside(BalanceSheet before, BalanceSheet after, Surroundings around)
    {
        // The rest of the line belongs to a literal, or to a comment, or to neither, as it did. A literal that the line
        // doesn't close may well be closed.
        bool isLeftOpen = before.OpenBehind is [.., { Kind: OpenKind.Literal } literal] && before.PairsAroundText.All(pair => pair.Part != literal);
        if (!isLeftOpen && Ending(after) != Ending(before))
            return FilterReason.LeavesOpen;

        // What the line opens before the cursor and closes behind it belongs together, where the line is whole; types in angle
        // brackets are told by their own line alone.
        IEnumerable<(OpenPart, int)> pairs = Pairs(before);
        if (!pairs.SequenceEqual(Pairs(after)) || after.Surplus > before.Surplus || ClosesInVain(before, after, around))
            return FilterReason.ClosesTwice;
        return (before.IsLineBalanced && after.OpenedByText.Any()) || IsMoreOpen(before, after, around) ? FilterReason.LeavesOpen : null;

        IEnumerable<(OpenPart, int)> Pairs(BalanceSheet sheet) =>
            sheet.PairsAroundText.Where(pair => before.IsLineBalanced || pair.Part.Kind is OpenKind.TypeArguments);
    }

    /// <summary>Whether more is left open with a text than without. Below what is looked at, something may be closed.</summary>
    private static bool IsMoreOpen(BalanceSheet before, BalanceSheet after, Surroundings around) =>
        after.LeftOpen > before.LeftOpen
        || (!around.HasMoreBelow && after.LeftOpen + after.Unclosed > before.LeftOpen + before.Unclosed);

    /// <summary>What kind of text is open behind the completion, and what closes it.</summary>
    private static (OpenKind Kind, string Close)? Ending(BalanceSheet sheet) =>
        sheet.OpenBehind is [.., { IsText: true } last] ? (last.Kind, last.Close) : null;

    private static FilterReason? FindReasonAtEnd(string text, BalanceSheet before, BalanceSheet after, Surroundings around)
    {
        if (after.Surplus > before.Surplus)
            return FilterReason.ClosesTwice;

        OpenPart[] opened = [.. after.OpenedByText];
        if (ClosesInVain(before, after, around))
            return FilterReason.ClosesTwice;
        if (ClosesElsewhere(text, after, around))
            return FilterReason.BlockEnd;

        bool isMoreOpen = IsMoreOpen(before, after, around);
        if (opened.Length == 0)
            return isMoreOpen ? FilterReason.LeavesOpen : null;
        if (opened.Any(part => part.EndsWithLine))
            return FilterReason.LeavesOpen;

        // Where there is more below than is looked at, what the text opens is closed there if something is closed less in vain.
        bool mayBeMoreOpen = isMoreOpen || (around.HasMoreBelow && after.Surplus == before.Surplus);
        return mayBeMoreOpen && !opened.All(part => BeginsBlock(part, opened, text, around)) ? FilterReason.LeavesOpen : null;
    }

    /// <summary>
    /// Whether a completion closes what is closed further down, where it should be. What that does to the lines below may lie
    /// beyond what is looked at.
    /// </summary>
    private static bool ClosesInVain(BalanceSheet before, BalanceSheet after, Surroundings around)
    {
        bool isWhole = after is { Surplus: 0, LeftOpen: 0, Unclosed: 0 } && !around.HasMoreAbove && !around.HasMoreBelow;
        return !isWhole && !after.OpenedByText.Any() && after.ClosedByText.Any(part => before.IsClosedInPlace(part, around));
    }

    /// <summary>Whether a completion closes a block as far in as the block's own lines: what closes it belongs further out.</summary>
    private static bool ClosesElsewhere(string text, BalanceSheet after, Surroundings around)
    {
        if (!around.IsInIndentation || !IsClosing(text, around.Language))
            return false;

        foreach (OpenPart part in after.ClosedByText)
        {
            bool isBlock = part.Kind is OpenKind.Block or OpenKind.Element || (part.Kind == OpenKind.Bracket && part.Close == "}");
            return isBlock && part.Position >= 0 && part.Position < around.Above.Length
                && Indentation.ColumnsOf(around.Line) > part.Indentation && Indentation.ColumnsOf(around.Line) >= ColumnWithin(part, around);
        }

        return false;
    }

    /// <summary>The column of the first line in a block; right behind that of the block where it has none yet.</summary>
    private static int ColumnWithin(OpenPart block, Surroundings around)
    {
        bool isOpeningLine = true;
        foreach (ReadOnlySpan<char> line in around.Above.AsSpan(block.Position).EnumerateLines())
        {
            if (!isOpeningLine && !line.IsWhiteSpace())
                return Indentation.ColumnsOf(line);
            isOpeningLine = false;
        }

        return block.Indentation + 1;
    }

    private static bool IsClosing(string text, Language language)
    {
        if (text is ['}', ..] or ['<', '/', ..])
            return true;

        int length = 0;
        while (length < text.Length && char.IsLetter(text[length]))
            length++;
        return length > 0 && language.Closings.Any(closing => closing.Split(' ')[0].Equals(text[..length], StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the line in which something is opened ends with the block that it opens.</summary>
    private static bool BeginsBlock(OpenPart part, OpenPart[] opened, string text, Surroundings around)
    {
        int start = part.Position - around.Prefix.Length;
        int length = text.AsSpan(start).IndexOf('\n');
        int end = length < 0 ? text.Length : start + length;

        // The block is what the line opens last.
        OpenPart last = opened.Last(other => other.Position - around.Prefix.Length < end);
        int lastStart = last.Position - around.Prefix.Length;
        if (last.Kind is OpenKind.Block or OpenKind.Directive or OpenKind.Element or OpenKind.Comment)
            return true;
        if (last.Kind == OpenKind.Literal)
            return last.Close.Length > 1 || last.Close == "`";
        if (lastStart < start || last.Kind != OpenKind.Bracket)
            return false;

        string given = text[(lastStart + 1)..end].TrimEnd();
        return given.Length == 0 || IsComment(given.TrimStart(), around.Language)
            || BlockBeginnings.Concat(last.Close == "}" ? BraceBeginnings : [])
                .Any(beginning => given.EndsWith(beginning, StringComparison.Ordinal));
    }

    private static bool IsComment(string text, Language language) =>
        language.LineComments.Any(comment => text.StartsWith(comment.Open, StringComparison.Ordinal))
        || language.Comments.Any(comment => text.StartsWith(comment.Open, StringComparison.Ordinal));

    /// <summary>Whether a completion may end here: before a line end, before what closes or separates, behind what opens.</summary>
    private static bool MayCut(string text, int length, Surroundings around)
    {
        char behind = text[length];
        char last = text[length - 1];
        bool closesTypes = behind == '>' && last is not ('=' or '-') && around.Language.HasTypeArguments;
        if (behind is '\n' or ')' or ']' or '}' or ';' || closesTypes)
            return true;
        if (!around.IsAtLineEnd)
            return behind is ',' or '"' or '\'' or '`';
        return last is '(' or '[' or '{' or ';' || (last == ' ' && char.IsLetter(behind) && IsClosing(text[length..], around.Language))
            || (behind == '<' && text[length..].StartsWith("</", StringComparison.Ordinal));
    }

    private static bool HasContent(string text)
    {
        foreach (char character in text)
        {
            if (char.IsLetterOrDigit(character) || character is '"' or '\'' or '`')
                return true;
        }

        return false;
    }
}
