using System.Globalization;
using System.Text;

namespace LspCompletion.Engine.Tokenization;

/// <summary>
/// Lets a .NET pattern see a text as Hugging Face's patterns do, by characters. .NET matches UTF-16 units and takes the
/// halves of a character beyond U+FFFF for neither letter nor digit. So each such character is replaced by one unit of
/// the same general category that no known pattern names by itself.
/// </summary>
internal static class CharacterStandIns
{
    /// <summary>The stand-ins, indexed by <see cref="UnicodeCategory"/>.</summary>
    /// <remarks>
    /// None is ASCII, and none lies in the ranges U+0800-U+9FA5 and U+AC00-U+D7FF that DeepSeek Coder names.
    /// </remarks>
    internal const string ByCategory =
        "\u00C0\u00E0\u01C5\u02B0\u00AA\u0300\uA880\u0488\u0660\uA6E6\u00B2" + // letters, marks, numbers
        "\u00A0\u2028\u2029\u0085\u00AD\uE000\uE000" + // separators, control, format; private use, also for surrogates
        "\uFE33\uFE58\uFE59\uFE5A\u00AB\u00BB\u00A1\u00B1\u00A2\u00A8\u00A9\u0378"; // punctuation, symbols, unassigned

    /// <summary>Replaces the characters beyond U+FFFF.</summary>
    /// <param name="text">The text. A lone surrogate, the stand-in of a byte, counts as a symbol.</param>
    /// <param name="units">Takes one unit for each character.</param>
    /// <param name="offsets">Takes where each of them starts in the text, and at last the text's length.</param>
    public static void Replace(ReadOnlySpan<char> text, out char[] units, out int[] offsets)
    {
        var unitList = new List<char>(text.Length);
        var offsetList = new List<int>(text.Length + 1);
        int position = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            unitList.Add(rune.IsBmp ? (char)rune.Value : ByCategory[(int)Rune.GetUnicodeCategory(rune)]);
            offsetList.Add(position);
            position += rune.Utf16SequenceLength;
        }

        offsetList.Add(position);
        units = [.. unitList];
        offsets = [.. offsetList];
    }
}
