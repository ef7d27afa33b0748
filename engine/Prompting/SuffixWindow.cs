using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Prompting;

/// <summary>The start of a text, cut at the end of a line so that it fits a number of tokens.</summary>
internal sealed class SuffixWindow(ModelTokenizer tokenizer, DocumentEncoder encoder, TokenMeasure measure)
{
    /// <summary>
    /// Appends the tokens of as many whole lines from the start of the text as the budget has room for.
    /// </summary>
    /// <param name="text">The whole text.</param>
    /// <param name="budget">The most tokens to append.</param>
    /// <param name="cutsFirstLine">Whether a first line that doesn't fit is cut; otherwise nothing is appended.</param>
    /// <param name="ids">Where the tokens go.</param>
    /// <returns>The number of lines left out, and whether the first line was cut.</returns>
    public (int LinesDropped, bool InsideLine) Encode(
        ReadOnlySpan<char> text, int budget, bool cutsFirstLine, List<int> ids)
    {
        List<int> encoded = [];
        int end = FindEnd(text, budget);
        encoder.Encode(text[..end], encoded);

        // The sum of the lines is only nearly that of the whole.
        while (encoded.Count > budget && end > 0)
        {
            end = TextSegments.LineStart(text, TextSegments.BreakBefore(text, end));
            encoded.Clear();
            encoder.Encode(text[..end], encoded);
        }

        bool insideLine = end == 0 && text.Length > 0 && cutsFirstLine && budget > 0;
        if (insideLine)
        {
            int lineEnd = Math.Min(TextSegments.NextLineStart(text, 0), TextSegments.Reach(budget));
            end = TextSegments.BesideSurrogates(text, lineEnd);
            encoder.Encode(text[..end], encoded);
            Utf8Boundaries.KeepStart(encoded, budget, tokenizer);
        }

        ids.AddRange(encoded);
        return (CountLines(text[end..]), insideLine);
    }

    private int FindEnd(ReadOnlySpan<char> text, int budget)
    {
        ReadOnlySpan<char> visible = text[..Math.Min(text.Length, TextSegments.Reach(budget))];

        int used = 0;
        int end = 0;
        for (int lineBreak = 0; end < visible.Length;)
        {
            int next = TextSegments.NextLineStart(visible, end);
            if (next == visible.Length && visible.Length < text.Length)
                break;

            // The break behind a line is counted with the next one; here it is that of the cut.
            int nextBreak = next < text.Length ? TextSegments.BreakBefore(visible, next) : next;
            used += measure.CountLine(visible[lineBreak..nextBreak], budget - used);
            if (used + (nextBreak < next ? 1 : 0) > budget)
                break;
            end = next;
            lineBreak = nextBreak;
        }

        return end;
    }

    private static int CountLines(ReadOnlySpan<char> text) =>
        text.Count('\n') + (text.IsEmpty || text[^1] == '\n' ? 0 : 1);
}
