using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Tests.Prompting;

public class PrefixWindowTests
{
    private const int Lines = 2_000;
    private const int LinesPerMove = 768 / 48;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Typing_through_a_file_seldom_moves_the_start(string lineBreak)
    {
        string source = SampleSource.Write(Lines, lineBreak);
        string[] lines = source.Split(lineBreak);
        PromptBuilder builder = new(DefaultModel.Vocabulary, FimFormats.LspCompletion, new PromptBudget());

        int moves = 0;
        int dropped = 0;
        int tokens = 0;
        int prompts = 0;
        for (int length = 1; length < source.Length; length += 97)
        {
            Prompt prompt = builder.Build(new PromptInput { Path = "a.cs", Prefix = source[..length], Suffix = "" });

            Assert.True(prompt.PrefixTokens <= 768);
            Assert.True(prompt.Cut.PrefixLines >= dropped, "The start moved back.");
            if (prompt.Cut.PrefixLines != dropped)
            {
                Assert.Equal(OutermostBlock(lines, prompt.Cut.PrefixLines), prompt.Cut.PrefixLines);
                moves++;
                dropped = prompt.Cut.PrefixLines;
            }

            if (dropped > 0)
            {
                tokens += prompt.PrefixTokens;
                prompts++;
            }
        }

        Assert.InRange(moves, 1, Lines / LinesPerMove);
        Assert.InRange(tokens / prompts, 768 * 3 / 4, 768);
    }

    /// <summary>The first of the least indented lines in the first half of the stride that a line lies in.</summary>
    private static int OutermostBlock(string[] lines, int line)
    {
        int stride = line - (line % LinesPerMove);
        return Enumerable.Range(stride, LinesPerMove / 2)
            .Where(i => lines[i].Trim() is [not ('}' or ')' or ']'), ..])
            .MinBy(i => lines[i].Length - lines[i].TrimStart().Length);
    }

    [Fact]
    public void While_the_start_stays_a_keystroke_changes_the_last_few_tokens_only()
    {
        string source = SampleSource.Write(400);
        PromptBuilder builder = new(DefaultModel.Vocabulary, FimFormats.LspCompletion, new PromptBudget());

        Prompt? previous = null;
        for (int length = source.Length - 1_500; length < source.Length; length++)
        {
            Prompt prompt = builder.Build(new PromptInput { Path = "a.cs", Prefix = source[..length], Suffix = "}" });
            if (previous is not null && previous.Cut == prompt.Cut)
            {
                int shared = previous.Tokens.AsSpan().CommonPrefixLength(prompt.Tokens.AsSpan());
                Assert.True(previous.Tokens.Length - shared <= 4);
            }

            previous = prompt;
        }
    }

    [Fact]
    public void The_start_is_that_of_the_same_lines_whatever_stands_far_ahead()
    {
        string tail = SampleSource.Write(480);
        PromptBuilder builder = new(DefaultModel.Vocabulary, FimFormats.LspCompletion, new PromptBudget());

        Prompt small = builder.Build(new PromptInput { Path = "a.cs", Prefix = tail, Suffix = "" });
        Prompt large = builder.Build(new PromptInput
        {
            Path = "a.cs",
            Prefix = SampleSource.Write(LinesPerMove * 5_000) + tail,
            Suffix = "",
        });

        Assert.Equal(small.Tokens, large.Tokens);
        Assert.Equal(small.Cut.PrefixLines + (LinesPerMove * 5_000), large.Cut.PrefixLines);
    }

    [Fact]
    public void Lines_that_fill_the_budget_in_less_than_a_stride_are_still_shown()
    {
        string line = string.Join(", ", Enumerable.Range(100, 40)) + "\n";
        string source = string.Concat(Enumerable.Repeat(line, 100));
        PromptBuilder builder = new(DefaultModel.Vocabulary, FimFormats.LspCompletion, new PromptBudget());

        int dropped = 0;
        for (int count = 1; count <= 100; count++)
        {
            Prompt prompt = builder.Build(new PromptInput { Path = "", Prefix = source[..(line.Length * count)], Suffix = "" });

            Assert.True(prompt.Cut.PrefixLines >= dropped, "The start moved back.");
            dropped = prompt.Cut.PrefixLines;
            Assert.False(prompt.Cut.InsideLine);
            if (count > 4)
                Assert.InRange(prompt.PrefixTokens, 400, 768);
        }
    }
}
