using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LspCompletion.Engine.Tokenization;

/// <summary>Splits a piece of text by a pattern, as one pre-tokenizer of tokenizer.json does.</summary>
/// <remarks>
/// A pattern that isn't known has a time limit, which holds for each match and for all those in a text. What took longer a few
/// times isn't tried again; once may have been the machine.
/// </remarks>
/// <param name="pattern">The pattern, applied to the piece as if nothing stood before or after it.</param>
/// <param name="behavior">What becomes of its matches.</param>
/// <param name="invert">Whether what lies between the matches is treated as the matches instead.</param>
internal sealed class PieceSplitter(Regex pattern, SplitBehavior behavior, bool invert)
{
    private const int MostTimesLate = 3;

    private readonly bool _isLimited = pattern.MatchTimeout != Regex.InfiniteMatchTimeout;
    private int _timesLate;

    /// <summary>Appends the pieces, in order.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="offset">Where the piece to split starts.</param>
    /// <param name="length">Its length.</param>
    /// <param name="pieces">Takes the pieces, by their place in the whole text.</param>
    /// <param name="start">When the splitting of the text began, as <see cref="Stopwatch"/> has it.</param>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long.</exception>
    public void Split(ReadOnlySpan<char> text, int offset, int length, List<(int Offset, int Length)> pieces, long start)
    {
        try
        {
            RefuseIfLate(start);
            SplitNow(text, offset, length, pieces, start);
        }
        catch (RegexMatchTimeoutException)
        {
            Interlocked.Increment(ref _timesLate);
            throw;
        }
    }

    private void SplitNow(ReadOnlySpan<char> text, int offset, int length, List<(int Offset, int Length)> pieces, long start)
    {
        int position = 0;
        bool? previousWasMatch = null;
        foreach (ValueMatch match in pattern.EnumerateMatches(text.Slice(offset, length)))
        {
            if (match.Index > position)
                Add(position, match.Index - position, invert);
            if (match.Length > 0)
                Add(match.Index, match.Length, !invert);
            position = match.Index + match.Length;
            RefuseIfLate(start);
        }

        if (position < length)
            Add(position, length - position, invert);

        void Add(int index, int count, bool isMatch)
        {
            bool extendsPrevious = previousWasMatch is { } previous && behavior switch
            {
                SplitBehavior.MergedWithPrevious => isMatch && !previous,
                SplitBehavior.MergedWithNext => !isMatch && previous,
                SplitBehavior.Contiguous => isMatch == previous,
                _ => false,
            };
            if (extendsPrevious)
                CollectionsMarshal.AsSpan(pieces)[^1].Length += count;
            else if (!(isMatch && behavior == SplitBehavior.Removed))
                pieces.Add((offset + index, count));
            previousWasMatch = isMatch;
        }
    }

    private void RefuseIfLate(long start)
    {
        if (_isLimited && (Volatile.Read(ref _timesLate) >= MostTimesLate || Stopwatch.GetElapsedTime(start) > pattern.MatchTimeout))
            throw new RegexMatchTimeoutException("", pattern.ToString(), pattern.MatchTimeout);
    }
}
