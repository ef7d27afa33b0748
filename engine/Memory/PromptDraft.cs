namespace LspCompletion.Engine.Memory;

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
    public static ReadOnlySpan<int> Find(ReadOnlySpan<int> tokens, out int matched) => Find(tokens, tokens, out matched);

    /// <summary>The same in another text.</summary>
    /// <param name="tokens">The text.</param>
    /// <param name="context">Ends in the tokens that are looked for.</param>
    /// <param name="matched">How many tokens before the draft are the same; 0 where there is no draft.</param>
    /// <returns>What followed then, up to the end of <paramref name="tokens"/>; empty where the last token doesn't stand there.</returns>
    public static ReadOnlySpan<int> Find(ReadOnlySpan<int> tokens, ReadOnlySpan<int> context, out int matched)
    {
        matched = 0;
        if (tokens.IsEmpty || context.IsEmpty)
            return [];

        int start = 0;
        ReadOnlySpan<int> before = tokens[..^1];
        while (before.LastIndexOf(context[^1]) is >= 0 and int last)
        {
            int length = CommonSuffixLength(tokens[..(last + 1)], context);
            if (length > matched)
            {
                matched = length;
                start = last + 1;
            }

            before = before[..last];
        }

        return matched == 0 ? [] : tokens[start..];
    }

    /// <summary>Finds the last of the places where a token follows the longest end of a text.</summary>
    /// <param name="tokens">The text that is searched.</param>
    /// <param name="context">Ends in the tokens that are looked for.</param>
    /// <param name="follower">The token.</param>
    /// <param name="matched">How many tokens before it are the same; 0 where there is no such place.</param>
    /// <returns>Where it stands.</returns>
    public static int FindFollowedBy(ReadOnlySpan<int> tokens, ReadOnlySpan<int> context, int follower, out int matched)
    {
        matched = 0;
        int found = 0;
        for (int place = tokens.LastIndexOf(follower); place > 0; place = tokens[..place].LastIndexOf(follower))
        {
            int length = CommonSuffixLength(tokens[..place], context);
            if (length > matched)
                (found, matched) = (place, length);
        }

        return found;
    }

    private static int CommonSuffixLength(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        int length = 0;
        while (length < Math.Min(left.Length, right.Length) && left[^(length + 1)] == right[^(length + 1)])
            length++;
        return length;
    }
}
