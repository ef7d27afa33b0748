using LspCompletion.Engine.Prompting;

namespace LspCompletion.Server.Completion.Filters;

/// <summary>
/// Finds the texts of tokens that steer models, and fences of code as in a conversation. What the document writes itself is
/// text like any other.
/// </summary>
internal static class ControlText
{
    private const string Fence = "```";

    /// <summary>The length of the completion up to the first such text; <see langword="null"/> where there is none.</summary>
    /// <param name="text">The completion, with line feeds.</param>
    /// <param name="around">Where it goes.</param>
    public static int? FindCut(string text, Surroundings around)
    {
        int cut = text.Length;
        if (text.AsSpan().ContainsAny('<', '['))
        {
            foreach (string token in ControlTokens.Unmistakable)
            {
                int index = text.IndexOf(token, StringComparison.Ordinal);
                if (index >= 0 && index < cut && !StandsIn(token, around))
                    cut = index;
            }
        }

        int fence = FenceIn(text, around.IsInIndentation);
        if (fence >= 0 && fence < cut && !around.Language.IsProse && !StandsIn(Fence, around))
            cut = fence;
        return cut < text.Length ? cut : null;
    }

    private static int FenceIn(string text, bool beginsLine)
    {
        if (beginsLine && text.AsSpan().TrimStart().StartsWith(Fence))
            return 0;

        for (int i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            if (text.AsSpan(i).TrimStart().StartsWith(Fence))
                return i;
        }

        return -1;
    }

    private static bool StandsIn(string text, Surroundings around) =>
        around.Prefix.Contains(text, StringComparison.Ordinal) || around.Suffix.Contains(text, StringComparison.Ordinal);
}
