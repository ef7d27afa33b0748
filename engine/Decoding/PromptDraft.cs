namespace LspCompletion.Engine.Decoding;

/// <summary>
/// Drafts from the text itself: code says much again, so what followed the same tokens before may follow them now
/// (prompt lookup decoding, https://github.com/apoorvumang/prompt-lookup-decoding).
/// </summary>
internal static class PromptDraft
{
    /// <summary>Finds how the text went on where it last ended in the same tokens, as many of them as possible.</summary>
    /// <param name="tokens">The prompt and what was written behind it.</param>
    /// <param name="matched">How many tokens before the draft are the same; 0 where there is no draft.</param>
    /// <returns>What followed then, up to the end of <paramref name="tokens"/>; empty where the last token is new.</returns>
    public static ReadOnlySpan<int> Find(ReadOnlySpan<int> tokens, out int matched)
    {
        matched = 0;
        if (tokens.IsEmpty)
            return [];

        int start = 0;
        ReadOnlySpan<int> before = tokens[..^1];
        while (before.LastIndexOf(tokens[^1]) is >= 0 and int last)
        {
            int length = CommonSuffixLength(tokens[..(last + 1)], tokens);
            if (length > matched)
            {
                matched = length;
                start = last + 1;
            }

            before = before[..last];
        }

        return matched == 0 ? [] : tokens[start..];
    }

    private static int CommonSuffixLength(ReadOnlySpan<int> shorter, ReadOnlySpan<int> longer)
    {
        int length = 0;
        while (length < shorter.Length && shorter[^(length + 1)] == longer[^(length + 1)])
            length++;
        return length;
    }
}
