using LspCompletion.Engine.Memory;

namespace LspCompletion.Engine.Tests.Memory;

public class DocumentMemoryTests
{
    [Theory]
    [InlineData("", "", "|")]
    [InlineData("abc", "def", "|")]
    [InlineData("a\nb", "c\nd", "a|\nd")]
    [InlineData("a\r\nb", "c\r\nd", "a|\r\nd")]
    [InlineData("a\rb", "\rd\n", "a|\rd\n")]
    [InlineData("\nb", "", "|")]
    [InlineData("\r\nb", "", "|")]
    [InlineData("a\nb\n", "\n", "a\nb|\n")]
    public void It_holds_the_lines_above_and_below_and_not_the_one_that_is_written(string prefix, string suffix, string expected)
    {
        DocumentMemory memory = DocumentMemory.Of(prefix, suffix, known: null, Encode);

        Assert.Equal(expected, string.Concat(memory.Tokens.ToArray().Select(token => token == DocumentMemory.Separator ? '|' : (char)token)));
    }

    [Fact]
    public void While_the_lines_around_stay_nothing_is_encoded_again()
    {
        DocumentMemory memory = DocumentMemory.Of("a\nb", "c\nd", known: null, Encode);

        Assert.Same(memory, DocumentMemory.Of("a\nbb", "\nd", memory, Encode));
        Assert.NotSame(memory, DocumentMemory.Of("a\nb\n", "c\nd", memory, Encode));
        Assert.NotSame(memory, DocumentMemory.Of("a\nb", "c\ne", memory, Encode));
    }

    private static void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        foreach (char character in text)
            ids.Add(character);
    }
}
