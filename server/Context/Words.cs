namespace LspCompletion.Server.Context;

/// <summary>Compares texts by the words in them.</summary>
internal static class Words
{
    /// <summary>Shorter words are in every text.</summary>
    private const int ShortestWord = 3;

    /// <summary>The words of a text, as hash codes: identifiers and numbers, upper and lower case told apart.</summary>
    public static HashSet<int> Of(ReadOnlySpan<char> text)
    {
        HashSet<int> words = [];
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] == '_'))
                continue;

            if (i - start >= ShortestWord)
                words.Add(string.GetHashCode(text[start..i]));
            start = i + 1;
        }

        return words;
    }

    /// <summary>How alike two texts are: the share of their words that both have (the Jaccard index), 0 to 1.</summary>
    public static double Similarity(HashSet<int> left, HashSet<int> right)
    {
        (HashSet<int> fewer, HashSet<int> more) = left.Count <= right.Count ? (left, right) : (right, left);
        int common = fewer.Count(more.Contains);
        int all = left.Count + right.Count - common;
        return all == 0 ? 0 : (double)common / all;
    }
}
