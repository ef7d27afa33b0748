namespace LspCompletion.Engine.Text;

/// <summary>
/// Texts for a log, a status or a terminal: one line, not endless, and nothing in it that acts or that nobody sees. What
/// models, engines, files and clients say ends up in such texts.
/// </summary>
public static class OneLine
{
    /// <summary>The most that is shown, in UTF-16 code units.</summary>
    public const int MostLength = 4000;

    private const string Replacement = "\uFFFD";

    /// <summary>The text as one line.</summary>
    public static string Of(string text)
    {
        string shown = text.Length <= MostLength ? text : $"{text.AsSpan(0, MostLength)}…";
        return InvisibleText.Replace(
            shown.AsSpan().ContainsAny("\t\r\n") ? shown.ReplaceLineEndings(" ").Replace('\t', ' ') : shown, static _ => Replacement);
    }
}
