using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Settings.Secrets;

namespace LspCompletion.Server.Completion;

/// <summary>
/// Where prefix and suffix of the prompt were frozen when a burst of typing began. While it holds, what is typed is
/// only ever appended to the prompt, and everything before is reused.
/// </summary>
/// <param name="Offset">The anchor's offset in the document, in UTF-16 code units.</param>
/// <param name="Prefix">The text before it, as far as prompts reach.</param>
/// <param name="Suffix">The text after it, as far as prompts reach, as it was then.</param>
/// <param name="Context">What the prompt shows of other files, the most valuable last.</param>
/// <param name="Settings">
/// The settings by which is written behind it: what was written by others is not what these would have written.
/// </param>
internal sealed record PromptAnchor(
    int Offset, string Prefix, string Suffix, IReadOnlyList<ContextFile> Context, ServerSettings Settings)
{
    /// <summary>
    /// After this many UTF-16 code units a new anchor is worth its cost: what was typed shares the prefix's budget.
    /// </summary>
    private const int LongestBurst = 1500;

    /// <summary>Lines of the suffix that are compared.</summary>
    private const int ComparedLines = 24;

    /// <summary>How far before the cursor text is taken for prompts, in UTF-16 code units: more than a budget takes.</summary>
    private const int PrefixReach = 1 << 15;

    /// <summary>
    /// How far after it. Taken for each request, so it stays below the size from which the garbage collector treats
    /// strings as large.
    /// </summary>
    private const int SuffixReach = 1 << 14;

    /// <summary>
    /// Text before the cursor is taken from a line whose number is a multiple of this, so that the lines of a prompt
    /// are counted alike wherever the cursor stands, and its start stays where it was.
    /// </summary>
    private const int LineGrid = 512;

    private readonly Lazy<string> _shownPrefix = new(() => SecretText.HideAbove(Prefix));
    private readonly Lazy<string> _shownSuffix = new(() => SecretText.Hide(Suffix));

    /// <summary>The prefix as a model is shown it: without secrets, but for the line that the anchor stands in.</summary>
    public string ShownPrefix => _shownPrefix.Value;

    /// <summary>The suffix as a model is shown it.</summary>
    public string ShownSuffix => _shownSuffix.Value;

    /// <summary>Suggestions that were written behind this anchor.</summary>
    public SuggestionTrie Suggestions { get; } = new();

    /// <summary>The text after an offset, as far as prompts reach.</summary>
    public static string After(DocumentText text, int offset) =>
        text.Slice(offset, Math.Min(SuffixReach, text.Length - offset));

    /// <summary>An anchor right at a cursor.</summary>
    /// <param name="text">The document.</param>
    /// <param name="cursor">The cursor's offset, where the text before it ends.</param>
    /// <param name="after">The text after the cursor, as far as prompts reach.</param>
    /// <param name="context">What the prompt shows of other files, the most valuable last.</param>
    /// <param name="settings">The settings by which is written behind it.</param>
    public static PromptAnchor At(
        DocumentText text, int cursor, string after, IReadOnlyList<ContextFile> context, ServerSettings settings)
    {
        int line = text.PositionOf(Math.Max(0, cursor - PrefixReach), PositionEncoding.Utf16).Line;
        int start = text.LineStart(line - (line % LineGrid));
        if (cursor - start > 4 * PrefixReach)
            start = text.CharacterStart(cursor - PrefixReach);
        return new PromptAnchor(cursor, text.Slice(start, cursor - start), after, context, settings);
    }

    /// <summary>Whether the anchor still serves a cursor, given that nothing before the anchor has changed.</summary>
    /// <param name="cursor">The cursor's offset.</param>
    /// <param name="after">The text after the cursor.</param>
    public bool Holds(int cursor, ReadOnlySpan<char> after) =>
        cursor >= Offset && cursor - Offset <= LongestBurst && IsNearlyTheSame(Suffix, after);

    /// <summary>
    /// Whether two suffixes show the model the same surroundings. The rest of the cursor's line is let go: editors close
    /// brackets there while the user types.
    /// </summary>
    internal static bool IsNearlyTheSame(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        List<Range> leftLines = FirstLines(left);
        List<Range> rightLines = FirstLines(right);
        int most = Math.Max(leftLines.Count, rightLines.Count);
        int least = Math.Min(leftLines.Count, rightLines.Count);

        int same = 0;
        while (same < least && left[leftLines[same]].SequenceEqual(right[rightLines[same]]))
            same++;
        for (int end = 1; end <= least - same; end++)
        {
            if (!left[leftLines[^end]].SequenceEqual(right[rightLines[^end]]))
                return same + end - 1 >= most - Tolerated(most);
        }

        return least >= most - Tolerated(most);
    }

    private static int Tolerated(int lines) => lines / 8;

    /// <summary>The lines below the cursor's, blank ones left out.</summary>
    private static List<Range> FirstLines(ReadOnlySpan<char> text)
    {
        List<Range> lines = [];
        int start = text.IndexOf('\n') + 1;
        while (start > 0 && start < text.Length && lines.Count < ComparedLines)
        {
            int length = text[start..].IndexOf('\n');
            int end = length < 0 ? text.Length : start + length;
            if (!text[start..end].IsWhiteSpace())
                lines.Add(start..end);
            start = length < 0 ? 0 : end + 1;
        }

        return lines;
    }
}
