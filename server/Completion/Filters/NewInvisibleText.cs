using LspCompletion.Engine.Text;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds characters in a completion that nobody would see, and that the document around the cursor doesn't have: there, it
/// may be in a language that is written with them.
/// </summary>
internal static class NewInvisibleText
{
    /// <summary>Whether a completion would bring one.</summary>
    /// <param name="text">The completion.</param>
    /// <param name="prefix">The document's text before the cursor, as far as it is looked at.</param>
    /// <param name="suffix">The document's text after it.</param>
    public static bool IsIn(string text, ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix)
    {
        int index = InvisibleText.IndexIn(text, 0, out int length);
        for (; index >= 0; index = InvisibleText.IndexIn(text, index + length, out length))
        {
            // Half a character is none, whatever the document has.
            ReadOnlySpan<char> character = text.AsSpan(index, length);
            if (length == 1 && char.IsSurrogate(character[0]))
                return true;
            if (prefix.IndexOf(character) < 0 && suffix.IndexOf(character) < 0)
                return true;
        }

        return false;
    }
}
