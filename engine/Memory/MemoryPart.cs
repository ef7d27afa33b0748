namespace LspCompletion.Engine.Memory;

/// <summary>Some of the files of a project's memory, and which of them don't count any more. It doesn't change.</summary>
/// <param name="Tokens">The files' tokens.</param>
/// <param name="Paths">The files' paths.</param>
/// <param name="Stale">The files that don't count, in order: they have become others, or have gone.</param>
internal sealed record MemoryPart(SortedTokens Tokens, string[] Paths, int[] Stale)
{
    /// <summary>Whether a file counts.</summary>
    public bool Counts(int file) => Stale.AsSpan().BinarySearch(file) < 0;

    /// <summary>Whether the file counts in which a position lies.</summary>
    public bool CountsAt(int position)
    {
        if (Stale.Length == 0)
            return true;

        // The last of them that doesn't begin behind the position: where few are stale, most are told apart by one or two.
        int low = 0;
        int high = Stale.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Tokens.Starts[Stale[middle]] <= position)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 || Tokens.Starts[Stale[low - 1] + 1] <= position;
    }

    /// <summary>The same without one more file.</summary>
    public MemoryPart Without(int file)
    {
        int place = ~Stale.AsSpan().BinarySearch(file);
        return this with { Stale = [.. Stale[..place], file, .. Stale[place..]] };
    }
}
