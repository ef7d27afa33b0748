using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds a bracket in a completion that the rest of the line closes already, mostly because the editor has put it there
/// when the opening one was typed.
/// </summary>
internal static class ClosedTwice
{
    private const string Closers = ")]}";

    /// <summary>The position of the first bracket that closes once too often; null where there is none.</summary>
    /// <param name="line">The cursor's line up to the cursor.</param>
    /// <param name="text">The completion, one line.</param>
    /// <param name="rest">The line from the cursor on.</param>
    public static int? FindCut(ReadOnlySpan<char> line, ReadOnlySpan<char> text, ReadOnlySpan<char> rest)
    {
        var scanner = BracketScanner.After(line);

        // In a string brackets are text, or those of a hole in it: the engine's rules look after these.
        if (scanner.IsInFirstString)
            return null;

        Span<int> closedByRest = stackalloc int[Closers.Length];
        CountClosed(rest, closedByRest);
        var opened = BracketScanner.Over(line);
        Span<int> missing = stackalloc int[Closers.Length];
        for (int i = 0; i < Closers.Length; i++)
            missing[i] = opened.CountOpen(Closers[i]) - closedByRest[i];

        for (int i = 0; i < text.Length; i++)
        {
            if (scanner.Read(text[i]) != BracketEvent.UnmatchedCloser)
                continue;
            int closer = Closers.IndexOf(text[i], StringComparison.Ordinal);
            if (--missing[closer] < 0 && closedByRest[closer] > 0)
                return i;
        }

        return null;
    }

    private static void CountClosed(ReadOnlySpan<char> rest, Span<int> closed)
    {
        closed.Clear();
        var scanner = BracketScanner.Over([]);
        foreach (char character in rest)
        {
            if (scanner.Read(character) == BracketEvent.UnmatchedCloser)
                closed[Closers.IndexOf(character, StringComparison.Ordinal)]++;
        }
    }
}
