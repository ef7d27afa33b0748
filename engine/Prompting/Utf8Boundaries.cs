using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Prompting;

/// <summary>Cuts token sequences so that no character is cut in two.</summary>
internal static class Utf8Boundaries
{
    /// <summary>Keeps so many tokens of the end, fewer where the first would start inside a character.</summary>
    public static void KeepEnd(List<int> ids, int count, ModelTokenizer tokenizer)
    {
        int start = Math.Max(0, ids.Count - count);
        while (start > 0 && start < ids.Count && StartsInsideCharacter(tokenizer.GetBytes(ids[start])))
            start++;
        ids.RemoveRange(0, start);
    }

    /// <summary>Keeps so many tokens of the start, fewer where the last would end inside a character.</summary>
    public static void KeepStart(List<int> ids, int count, ModelTokenizer tokenizer)
    {
        int end = Math.Min(count, ids.Count);
        while (end > 0 && end < ids.Count && StartsInsideCharacter(tokenizer.GetBytes(ids[end])))
            end--;
        ids.RemoveRange(end, ids.Count - end);
    }

    private static bool StartsInsideCharacter(ReadOnlySpan<byte> bytes) => bytes is [>= 0x80 and < 0xC0, ..];
}
