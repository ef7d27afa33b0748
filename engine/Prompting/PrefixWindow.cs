namespace LspCompletion.Engine.Prompting;

/// <summary>
/// Where in the text before the cursor a prompt starts, so that its tokens fit a budget, and so that the start stays
/// where it is while the user types: a start that moves costs the whole cache.
/// </summary>
/// <remarks>
/// The start moves in strides: only to lines whose number is a multiple of the stride, and from there to the outermost
/// block that begins within half a stride, so that the model isn't shown the end of something whose beginning it can't
/// see. It is found from the text alone, so the same document always gives the same start. What decides is a sum over
/// lines and pieces of lines that are complete; the piece that is being written counts as a fixed reserve. Appending
/// text therefore never lowers the sum, and the start never moves back.
/// </remarks>
internal sealed class PrefixWindow(TokenMeasure measure, int budget)
{
    /// <summary>Room for the piece that is being written.</summary>
    private readonly int _reserve = budget / 12;

    /// <summary>
    /// In lines. Of 10 tokens each they are a fifth of the budget: with the reserve, the window is four fifths full on
    /// average, and at the default budget it moves once in 16 lines.
    /// </summary>
    private readonly int _stride = Math.Max(1, budget / 48);

    /// <summary>Finds the start.</summary>
    /// <param name="text">The end of the text before the cursor, as far as <see cref="TextSegments.Reach"/>.</param>
    /// <param name="linesBefore">The number of LF ahead of <paramref name="text"/>.</param>
    /// <param name="charactersBefore">The number of characters ahead of it in the line in which it starts.</param>
    /// <param name="isWhole">Whether nothing is ahead of it.</param>
    public int FindStart(ReadOnlySpan<char> text, int linesBefore, int charactersBefore, bool isWhole)
    {
        int available = budget - _reserve;
        int cursorLine = TextSegments.LineStart(text, text.Length);
        int cursorLineCharacters = cursorLine == 0 ? charactersBefore : 0;

        int used = 0;
        int start = FindStartInLine(text, cursorLine, cursorLineCharacters, available, ref used);
        if (start > cursorLine || (cursorLineCharacters > 0 && start == cursorLine))
            return start;

        List<int> lineStarts = [cursorLine];
        int lineBreak = TextSegments.BreakBefore(text, start);
        while (start > 0)
        {
            int previous = TextSegments.LineStart(text, lineBreak);
            if (previous == 0 && charactersBefore > 0)
                break;
            int previousBreak = TextSegments.BreakBefore(text, previous);
            used += measure.CountLine(text[previousBreak..lineBreak], available - used);
            if (used > available)
                break;
            start = previous;
            lineBreak = previousBreak;
            lineStarts.Add(start);
        }

        return start == 0 && isWhole ? 0 : RoundUpToStride(text, lineStarts, linesBefore + text[..start].Count('\n'));
    }

    /// <summary>
    /// The earliest start of a piece of the cursor's line from which the line fits; the line's own start where all of
    /// it does.
    /// </summary>
    private int FindStartInLine(
        ReadOnlySpan<char> text, int line, int charactersBefore, int available, ref int used)
    {
        int complete = (charactersBefore + text.Length - line) / TextSegments.Length * TextSegments.Length;
        int start = Math.Max(line, line + complete - charactersBefore);
        start = TextSegments.BesideSurrogates(text, start);
        for (int grid = complete; start > line;)
        {
            grid -= TextSegments.Length;
            int previous = TextSegments.BesideSurrogates(text, Math.Max(line, line + grid - charactersBefore));
            used += measure.CountPiece(text[previous..start]);
            if (used > available)
                break;
            start = previous;
        }

        return start;
    }

    /// <summary>
    /// The block that begins behind the first of the lines that is a multiple of the stride; the first of all lines
    /// where that would leave less than half a stride (lines so long that a whole stride of them takes the budget).
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="lineStarts">The starts of the lines that fit, the last line first.</param>
    /// <param name="firstLineNumber">The number of the first line that fits.</param>
    private int RoundUpToStride(ReadOnlySpan<char> text, List<int> lineStarts, int firstLineNumber)
    {
        int number = firstLineNumber;
        for (int i = lineStarts.Count - 1; i >= _stride / 2; i--)
        {
            if (number % _stride == 0)
                return FindBlock(text, lineStarts, i);

            // A lone CR ends a line and isn't counted: the number is that of LF, one vectorised scan of the document.
            if (i > 0)
                number += text[lineStarts[i]..lineStarts[i - 1]].Contains('\n') ? 1 : 0;
        }

        return lineStarts[^1];
    }

    /// <summary>
    /// The first of the lines in half a stride that is indented least, closing brackets and what may still change aside.
    /// </summary>
    private int FindBlock(ReadOnlySpan<char> text, List<int> lineStarts, int first)
    {
        int start = lineStarts[first];
        int least = int.MaxValue;
        for (int i = first; i > Math.Max(0, first - (_stride / 2)); i--)
        {
            ReadOnlySpan<char> line = text[lineStarts[i]..lineStarts[i - 1]];
            int indentation = line.IndexOfAnyExcept(' ', '\t');
            bool begins = line[indentation..] is [not ('\r' or '\n' or '}' or ')' or ']'), ..];
            if (begins && indentation < least)
            {
                least = indentation;
                start = lineStarts[i];
            }
        }

        return start;
    }
}
