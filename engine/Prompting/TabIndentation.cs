using System.Text;

namespace LspCompletion.Engine.Prompting;

/// <summary>
/// Turns the spaces that a model indents with back into tabs, for models that are shown tabs as spaces
/// (<see cref="FimFormat.TabWidth"/>).
/// </summary>
internal static class TabIndentation
{
    /// <summary>How far around the cursor is looked for an indented line, in UTF-16 characters.</summary>
    private const int Reach = 4096;

    /// <summary>Whether the lines around the cursor are indented by tabs; the nearest indented one decides.</summary>
    /// <param name="prefix">The document's text before the cursor.</param>
    /// <param name="suffix">The text after it.</param>
    public static bool IsUsedIn(ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix)
    {
        ReadOnlySpan<char> before = prefix[Math.Max(0, prefix.Length - Reach)..];
        while (true)
        {
            int start = TextSegments.LineStart(before, before.Length);
            if (start < before.Length && before[start] is '\t' or ' ')
                return before[start] == '\t';
            if (start == 0)
                break;
            before = before[..(start - 1)];
        }

        ReadOnlySpan<char> after = suffix[..Math.Min(Reach, suffix.Length)];
        while (TextSegments.NextLineStart(after, 0) is var next && next < after.Length)
        {
            after = after[next..];
            if (after[0] is '\t' or ' ')
                return after[0] == '\t';
        }

        return false;
    }

    /// <summary>Replaces spaces in the indentation of generated lines by tabs.</summary>
    /// <param name="text">The generated text.</param>
    /// <param name="tabWidth">The number of spaces that stand for a tab.</param>
    /// <param name="startsInIndentation">Whether only white space stands before the text in its first line.</param>
    public static string Restore(ReadOnlySpan<char> text, int tabWidth, bool startsInIndentation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tabWidth);

        StringBuilder restored = new(text.Length);
        bool isIndentation = startsInIndentation;
        int spaces = 0;
        foreach (char character in text)
        {
            if (isIndentation && character == ' ')
            {
                if (++spaces == tabWidth)
                {
                    restored.Append('\t');
                    spaces = 0;
                }

                continue;
            }

            restored.Append(' ', spaces).Append(character);
            spaces = 0;
            isIndentation = character == '\n' || (isIndentation && character == '\t');
        }

        return restored.Append(' ', spaces).ToString();
    }
}
