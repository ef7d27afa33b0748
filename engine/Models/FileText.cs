using LspCompletion.Engine.Text;

namespace LspCompletion.Engine.Models;

/// <summary>Texts out of files that anyone may have made, in messages that are one line.</summary>
internal static class FileText
{
    private const int LongestQuote = 60;

    /// <summary>The text, cut where it is long and without what isn't printed.</summary>
    public static string Quote(string text) => OneLine.Of(text.Length > LongestQuote ? $"{text[..LongestQuote]}..." : text);

    /// <summary>Whether it can be a name.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 256 && !text.AsSpan().ContainsAny("\t\r\n") && !InvisibleText.IsIn(text);
}
