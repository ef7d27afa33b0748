namespace LspCompletion.Engine.Prompting;

/// <summary>
/// Counts tokens piece by piece. The sum is a little above the number of tokens of the whole, because none spans two
/// pieces; in return it never shrinks when text is appended.
/// </summary>
internal sealed class TokenMeasure(DocumentEncoder encoder)
{
    /// <summary>The number of tokens of one piece.</summary>
    public int CountPiece(ReadOnlySpan<char> piece)
    {
        List<int> ids = [];
        encoder.Encode(piece, ids);
        return ids.Count;
    }

    /// <summary>The number of tokens of a line. Counting ends when <paramref name="limit"/> is passed.</summary>
    public int CountLine(ReadOnlySpan<char> line, int limit)
    {
        int count = 0;
        for (int start = 0; start < line.Length && count <= limit;)
        {
            int end = TextSegments.BesideSurrogates(line, Math.Min(start + TextSegments.Length, line.Length));
            count += CountPiece(line[start..end]);
            start = end;
        }

        return count;
    }
}
