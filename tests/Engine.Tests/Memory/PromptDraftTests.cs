using LspCompletion.Engine.Memory;

namespace LspCompletion.Engine.Tests.Memory;

public class PromptDraftTests
{
    [Theory]
    [InlineData(new int[0], 0, new int[0])]
    [InlineData(new[] { 1, 2, 3 }, 0, new int[0])]
    [InlineData(new[] { 1, 2, 3, 1 }, 1, new[] { 2, 3, 1 })]
    [InlineData(new[] { 7, 7 }, 1, new[] { 7 })]
    [InlineData(new[] { 1, 2, 3, 9, 2, 4, 1, 2 }, 2, new[] { 3, 9, 2, 4, 1, 2 })]
    [InlineData(new[] { 1, 2, 3, 1, 2, 4, 1, 2 }, 2, new[] { 4, 1, 2 })]
    [InlineData(new[] { 5, 1, 2, 3, 6, 1, 2, 4, 5, 1, 2 }, 3, new[] { 3, 6, 1, 2, 4, 5, 1, 2 })]
    public void The_draft_is_what_followed_the_longest_match_and_the_last_one_of_equals(
        int[] tokens, int matched, int[] draft)
    {
        Assert.Equal(draft, PromptDraft.Find(tokens, out int actual));
        Assert.Equal(matched, actual);
    }
}
