using LspCompletion.Engine.Decoding;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds where a completion of several lines leaves the block that it should stay in: the one that the cursor stands
/// in, told by indentation and brackets, or the one that the completion opened in its first lines and has closed.
/// </summary>
internal static class BlockEnd
{
    /// <summary>Words by which a statement goes on behind a block.</summary>
    private static readonly string[] ContinuingWords = ["else", "elif", "elseif", "except", "catch", "finally"];

    /// <summary>The length of the completion up to the end of the block; null where it doesn't leave it.</summary>
    /// <param name="line">The cursor's line up to the cursor; nothing stands behind it.</param>
    /// <param name="text">The completion, with line feeds.</param>
    public static int? FindCut(ReadOnlySpan<char> line, ReadOnlySpan<char> text)
    {
        var scanner = BracketScanner.Over(line);
        int? margin = null;
        bool hasOpened = false;
        bool isBelowColon = false;
        for (int start = 0; start <= text.Length;)
        {
            int length = text[start..].IndexOf('\n');
            int end = length < 0 ? text.Length : start + length;
            string current = start == 0 ? $"{line}{text[..end]}" : text[start..end].ToString();
            if (!string.IsNullOrWhiteSpace(current))
            {
                int columns = Indentation.ColumnsOf(current);
                if (start > 0 && !scanner.IsInNewString)
                {
                    hasOpened |= isBelowColon && columns > margin;
                    if (Leaves(scanner, current.AsSpan().Trim(), columns, margin, hasOpened))
                        return start - 1;
                }

                margin ??= columns;
            }

            foreach (char character in text[start..Math.Min(end + 1, text.Length)])
                scanner.Read(character);
            hasOpened |= scanner.Depth > 0;
            if (!string.IsNullOrWhiteSpace(current))
                isBelowColon = scanner.Depth == 0 && current.AsSpan().TrimEnd() is [.., ':'];
            start = end + 1;
        }

        return null;
    }

    /// <param name="scanner">Has read everything above the line.</param>
    /// <param name="line">The line, trimmed.</param>
    /// <param name="columns">Its indentation.</param>
    /// <param name="margin">The indentation of the completion's first line; null if this is it.</param>
    /// <param name="hasOpened">Whether a block was opened above.</param>
    private static bool Leaves(
        BracketScanner scanner, ReadOnlySpan<char> line, int columns, int? margin, bool hasOpened)
    {
        if (line[0] is ')' or ']' or '}')
            return scanner.CountOpen(line[0]) == 0;
        if (columns < margin)
            return true;
        return hasOpened && scanner.Depth == 0 && columns == margin && !GoesOn(line);
    }

    /// <summary>Whether a line behind a block belongs to the same statement.</summary>
    private static bool GoesOn(ReadOnlySpan<char> line)
    {
        if (line[0] is '{' or '.')
            return true;
        foreach (string word in ContinuingWords)
        {
            if (line.StartsWith(word) && (line.Length == word.Length || !char.IsLetterOrDigit(line[word.Length])))
                return true;
        }

        return false;
    }
}
