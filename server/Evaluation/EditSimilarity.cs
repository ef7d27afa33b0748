namespace LspCompletion.Server.Evaluation;

/// <summary>How much two texts are alike.</summary>
internal static class EditSimilarity
{
    /// <summary>1 less the least number of characters to insert, delete or replace, as a share of the longer text.</summary>
    public static double Of(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        int longest = Math.Max(left.Length, right.Length);
        if (longest == 0)
            return 1;

        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return 1 - ((double)row[^1] / longest);
    }
}
