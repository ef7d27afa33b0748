namespace LspCompletion.Engine.Models;

/// <summary>Texts out of files that anyone may have made, in messages that are one line.</summary>
internal static class FileText
{
    private const int LongestQuote = 60;

    /// <summary>The text, cut where it is long and without what isn't printed.</summary>
    public static string Quote(string text)
    {
        string shown = text.Length > LongestQuote ? $"{text[..LongestQuote]}..." : text;
        return string.Concat(shown.Select(character => IsPrinted(character) ? character : '\uFFFD'));
    }

    /// <summary>Whether it can be a name.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 256 && text.All(IsPrinted);

    private static bool IsPrinted(char character) => !char.IsControl(character) && character is not ('\u2028' or '\u2029');
}
