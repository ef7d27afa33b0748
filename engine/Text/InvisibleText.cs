using System.Buffers;
using System.Globalization;
using System.Text;

namespace LspCompletion.Engine.Text;

/// <summary>
/// Finds characters that nobody sees and that change what is seen: controls but tabs and line breaks, the marks that turn
/// the direction of text, joiners, tags, fillers, separators of lines that only some programs know, and half characters.
/// Text out of a model or of another file may carry them to deceive whoever reads it, or to command a terminal.
/// </summary>
/// <remarks>
/// They are Unicode's Default_Ignorable_Code_Point (https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point), the
/// categories Cc, Zl and Zp, the marks of annotations, and lone surrogates. What stands in an emoji where Unicode wants it
/// there is part of the picture and isn't found.
/// </remarks>
public static class InvisibleText
{
    private const int EmojiSelector = 0xFE0F;
    private const int TextSelector = 0xFE0E;
    private const int Joiner = 0x200D;
    private const int Keycap = 0x20E3;

    private static readonly (int First, int Last)[] Ranges =
    [
        (0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160),
        (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
        (0xD800, 0xDFFF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>Those of the basic plane; surrogates, which stand for all others or for nothing, among them.</summary>
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Ranges.Where(range => range.Last <= char.MaxValue)
            .SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)).Select(code => (char)code)]);

    /// <summary>Finds the first such character from a place on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="length">How many UTF-16 code units it takes.</param>
    /// <returns>Where it stands; -1 if there is none.</returns>
    public static int IndexIn(ReadOnlySpan<char> text, int start, out int length)
    {
        for (int index = start; ; index += length)
        {
            int next = text[index..].IndexOfAny(Suspects);
            length = 0;
            if (next < 0)
                return -1;

            index += next;
            bool isWhole = Rune.DecodeFromUtf16(text[index..], out Rune rune, out length) == OperationStatus.Done;
            if (!isWhole || (IsInvisible(rune.Value) && !BelongsToEmoji(rune.Value, text[..index], text[(index + length)..])))
                return index;
        }
    }

    /// <summary>Whether a text has such a character.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => IndexIn(text, 0, out _) >= 0;

    /// <summary>The text without them.</summary>
    public static string Strip(string text) => Replace(text, static _ => "");

    /// <summary>The text with something else in the place of each.</summary>
    /// <param name="text">The text.</param>
    /// <param name="shown">What to put there, by the code point.</param>
    public static string Replace(string text, Func<int, string> shown)
    {
        int index = IndexIn(text, 0, out int length);
        if (index < 0)
            return text;

        StringBuilder replaced = new(text.Length);
        int copied = 0;
        for (; index >= 0; index = IndexIn(text, copied, out length))
        {
            replaced.Append(text, copied, index - copied);
            replaced.Append(shown(length == 2 ? char.ConvertToUtf32(text, index) : text[index]));
            copied = index + length;
        }

        return replaced.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsInvisible(int code)
    {
        foreach ((int first, int last) in Ranges)
        {
            if (code <= last)
                return code >= first;
        }

        return false;
    }

    /// <summary>
    /// Whether a character stands where pictures are put together: a selector behind a symbol, a joiner between two
    /// pictures (https://www.unicode.org/reports/tr51/).
    /// </summary>
    private static bool BelongsToEmoji(int code, ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        Rune.DecodeLastFromUtf16(before, out Rune last, out int length);
        if (code == Joiner && last.Value == EmojiSelector)
            Rune.DecodeLastFromUtf16(before[..^length], out last, out _);
        Rune.DecodeFromUtf16(after, out Rune next, out _);
        return code switch
        {
            EmojiSelector or TextSelector => IsSymbol(last) || (next.Value == Keycap && last.Value is '#' or '*' or (>= '0' and <= '9')),
            Joiner => IsPicture(last) && IsPicture(next),
            _ => false,
        };
    }

    // Signs of programming languages are symbols, too, and have no other form.
    private static bool IsSymbol(Rune rune) => !rune.IsAscii
        && (IsPicture(rune) || rune.Value is 0x203C or 0x2049 or 0x3030 or 0x303D || Rune.GetUnicodeCategory(rune) == UnicodeCategory.MathSymbol);

    // The tones of skin are modifiers. What replaces half a character, or stands for none, is a symbol by its category.
    private static bool IsPicture(Rune rune) => rune != Rune.ReplacementChar
        && (rune.Value is >= 0x1F3FB and <= 0x1F3FF || Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol);
}
