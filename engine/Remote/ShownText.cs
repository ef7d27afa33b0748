using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Text;

namespace LspCompletion.Engine.Remote;

/// <summary>
/// What a model on another machine is shown of a request, cut to a budget. How many tokens a text has is only known
/// there, so it is estimated.
/// </summary>
/// <param name="Path">The document's path.</param>
/// <param name="Prefix">The end of the text before the anchor.</param>
/// <param name="Typed">What was typed since.</param>
/// <param name="Suffix">The start of the text after the anchor.</param>
/// <param name="Context">Other files, the most valuable last.</param>
internal sealed record ShownText(
    string Path, string Prefix, string Typed, string Suffix, IReadOnlyList<ContextFile> Context)
{
    /// <summary>Code has three to four characters a token; the lower number keeps prompts within their budget.</summary>
    private const int CharactersPerToken = 3;

    /// <summary>
    /// The share of the budget by which the prefix's start moves at once: it stays where it was until the text has grown
    /// by that much, and so the engine's cache holds.
    /// </summary>
    private const int Jumps = 4;

    /// <summary>Cuts a request.</summary>
    public static ShownText Of(CompletionRequest request, PromptBudget budget)
    {
        string prefix = EndOf(request.Prefix, Math.Max(0, Characters(budget.PrefixTokens) - request.Typed.Length));
        string suffix = StartOf(request.Suffix, Characters(budget.SuffixTokens));
        return new ShownText(
            InvisibleText.Strip(request.Path), Lines(prefix), Lines(request.Typed), Lines(suffix), [.. Fitting(request.Context, Characters(budget.ContextTokens))]);
    }

    private static int Characters(int tokens) => (int)Math.Min(int.MaxValue, (long)tokens * CharactersPerToken);

    private static string EndOf(string text, int length)
    {
        if (text.Length <= length)
            return text;

        int jump = Math.Max(1, length / Jumps);
        int start = Math.Min(text.Length, (text.Length - length + jump - 1) / jump * jump);
        int line = text.IndexOf('\n', start) + 1;
        return text[(line > 0 ? line : TextSegments.BesideSurrogates(text, start))..];
    }

    private static string StartOf(string text, int length)
    {
        if (text.Length <= length)
            return text;

        int line = length == 0 ? 0 : text.LastIndexOf('\n', length - 1) + 1;
        return text[..(line > 0 ? line : TextSegments.BesideSurrogates(text, length))];
    }

    /// <summary>The most valuable files that fit whole, in their order.</summary>
    private static IEnumerable<ContextFile> Fitting(IReadOnlyList<ContextFile> files, int length)
    {
        int first = files.Count;
        while (first > 0 && (length -= files[first - 1].Text.Length + files[first - 1].Path.Length) >= 0)
            first--;
        return files.Skip(first).Select(file => file with { Text = Lines(file.Text) });
    }

    /// <summary>A text as models see it: its lines end in LF.</summary>
    private static string Lines(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
