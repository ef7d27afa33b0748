using CsCheck;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Prompting;

public class PromptBuilderTests
{
    private static readonly VocabularyTrie Bytes =
        ByteTokenizer.Create(["<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<file_sep>", "<repo_name>"], "a b", "ab c");

    private static readonly FimFormat Plain = FimFormats.StarCoder;
    private static readonly FimFormat Continuing = FimFormats.PrefixOnly;

    [Theory]
    [InlineData("a\r\nb\rc\n", "a\nb\nc\n")]
    [InlineData("\r\r\n\r", "\n\n\n")]
    [InlineData("a\tb\n\t\tc", "a\tb\n\t\tc")]
    public void Lines_end_in_LF(string prefix, string expected) =>
        Assert.Equal(expected, PrefixText(Build(Bytes, Plain, new(), prefix)));

    [Fact]
    public void Tabs_are_spaces_where_the_format_says_so() =>
        Assert.Equal(
            "a    b\n        c\n",
            PrefixText(Build(Bytes, Plain with { TabWidth = 4 }, new(), "a\tb\r\n\t\tc\r\n")));

    [Theory]
    [InlineData(0, "", 3)]
    [InlineData(3, "cc\n", 2)]
    [InlineData(5, "cc\n", 2)]
    [InlineData(6, "bb\ncc\n", 1)]
    [InlineData(9, "aa\nbb\ncc\n", 0)]
    public void The_prefix_loses_whole_lines_from_its_start(int budget, string expected, int linesDropped)
    {
        Prompt prompt = Build(Bytes, Plain, new() { PrefixTokens = budget }, "aa\nbb\ncc\n");

        Assert.Equal(expected, PrefixText(prompt));
        Assert.Equal(new PromptCut(linesDropped, 0, 0, false), prompt.Cut);
    }

    [Theory]
    [InlineData(0, "", 4)]
    [InlineData(1, "\n", 3)]
    [InlineData(4, "\nbb\n", 2)]
    [InlineData(6, "\nbb\n", 2)]
    [InlineData(7, "\nbb\ncc\n", 1)]
    [InlineData(9, "\nbb\ncc\ndd", 0)]
    public void The_suffix_loses_whole_lines_from_its_end(int budget, string expected, int linesDropped)
    {
        Prompt prompt = Build(Bytes, Plain, new() { SuffixTokens = budget }, "", "\nbb\ncc\ndd");

        Assert.Equal(expected, SuffixText(prompt));
        Assert.Equal(new PromptCut(0, linesDropped, 0, false), prompt.Cut);
    }

    [Theory]
    [InlineData("b1\nb2\n", "c1\nc2\n", 18, "<b\nb1\nb2\n<c\nc1\nc2\n", 0)]
    [InlineData("b1\nb2\n", "c1\nc2\n", 17, "<b\nb1\n<c\nc1\nc2\n", 1)]
    [InlineData("b1\nb2\n", "c1\nc2\n", 14, "<c\nc1\nc2\n", 1)]
    [InlineData("b1\nb2\n", "c1\nc2\n", 8, "<c\nc1\n", 2)]
    [InlineData("b1\nb2\n", "c1\nc2\n", 5, "", 2)]
    [InlineData("b\n", "a line too long for the budget\n", 8, "", 2)]
    public void Context_files_go_least_valuable_first(string first, string last, int budget, string expected, int filesCut)
    {
        PromptBuilder builder = new(Bytes, FimFormats.StarCoder2, new() { ContextTokens = budget });

        Prompt prompt = builder.Build(new PromptInput
        {
            Path = "",
            Prefix = "",
            Suffix = "",
            Context = [new("b", first), new("c", last)],
        });

        string[] special = ["<file_sep>"];
        string text = PromptText.Render(
            prompt.Tokens.Skip(1 + "repository".Length).Take(prompt.ContextTokens), Bytes.Tokenizer, special);
        Assert.Equal(expected, text.Replace("<file_sep>", "<", StringComparison.Ordinal));
        Assert.Equal(filesCut, prompt.Cut.ContextFiles);
        Assert.True(prompt.ContextTokens <= budget);
        Assert.Equal(prompt.ContextTokens, prompt.Context.Sum(share => share.Tokens));
    }

    [Fact]
    public void A_line_over_the_budget_is_cut_inside()
    {
        string line = string.Concat(Enumerable.Repeat("0123456789", 10_000));

        Prompt prompt = Build(Bytes, Plain, new(), "first\n" + line, line + "\nlast");

        Assert.InRange(prompt.PrefixTokens, 384, 768);
        Assert.EndsWith(PrefixText(prompt), line, StringComparison.Ordinal);
        Assert.Equal(256, prompt.SuffixTokens);
        Assert.StartsWith(SuffixText(prompt), line, StringComparison.Ordinal);
        Assert.Equal(new PromptCut(1, 2, 0, true), prompt.Cut);
    }

    [Fact]
    public void A_cut_inside_a_line_keeps_characters_whole()
    {
        string line = string.Concat(Enumerable.Repeat("😀", 50_000));
        for (int budget = 1; budget < 40; budget++)
        {
            for (int ahead = 0; ahead < 2; ahead++)
            {
                PromptBudget budgets = new() { PrefixTokens = budget, SuffixTokens = budget };
                Prompt prompt = Build(Bytes, Plain, budgets, new string('x', ahead) + line, new string('x', ahead) + line);

                Assert.InRange(prompt.PrefixTokens, budget < 4 ? 0 : 1, budget);
                Assert.InRange(prompt.SuffixTokens, budget - 3, budget);
                Assert.DoesNotContain('\uFFFD', PrefixText(prompt) + SuffixText(prompt));
            }
        }
    }

    [Fact]
    public void Typing_into_a_long_line_moves_the_cut_rarely()
    {
        string line = string.Concat(Enumerable.Range(0, 3_000).Select(number => $"[{number}], "));
        PromptBuilder builder = new(DefaultModel.Vocabulary, FimFormats.LspCompletion, new PromptBudget());

        int moves = 0;
        int previous = 0;
        for (int length = 10_000; length < 12_000; length += 9)
        {
            Prompt prompt = builder.Build(new PromptInput { Path = "", Prefix = line[..length], Suffix = "" });
            int start = length - Text(DefaultModel.Tokenizer, prompt.Tokens[^prompt.PrefixTokens..]).Length;
            Assert.True(start >= previous);
            Assert.True(prompt.PrefixTokens <= 768);
            moves += start == previous ? 0 : 1;
            previous = start;
        }

        Assert.InRange(moves, 1, (2_000 / TextSegments.Length) + 2);
    }

    [Fact]
    public void What_is_typed_after_the_anchor_follows_the_closing_token()
    {
        PromptBuilder builder = new(Bytes, Plain, new PromptBudget());
        PromptInput input = new() { Path = "", Prefix = "ab", Suffix = "s" };

        Prompt atAnchor = builder.Build(input);
        Prompt typed = builder.Build(input with { Middle = "c" });

        Assert.Equal(atAnchor.Tokens, typed.Tokens[..^1]);
        Assert.Equal(atAnchor.Tokens.Length, typed.MiddleStart);
        Assert.Equal(1, typed.Tokens.Length - typed.MiddleStart);
    }

    [Fact]
    public void What_is_typed_continues_the_prefix_where_nothing_closes_it()
    {
        Prompt prompt = new PromptBuilder(Bytes, Continuing, new PromptBudget())
            .Build(new PromptInput { Path = "", Prefix = "ab", Suffix = "s", Middle = "c" });

        Assert.Equal(1, prompt.PrefixTokens);
        Assert.Equal("abc", Text(Bytes.Tokenizer, prompt.Tokens));
        Assert.Equal(prompt.Tokens.Length, prompt.MiddleStart);
    }

    // The vocabulary has "ab" and "abc", so "a" and "ab" may go on and "c" may not.
    [Theory]
    [InlineData("prefix-only", "xa", "", "x", "a")]
    [InlineData("prefix-only", "xab", "", "x", "ab")]
    [InlineData("prefix-only", "xc", "", "xc", "")]
    [InlineData("prefix-only", "x", "a", "x", "a")]
    [InlineData("prefix-only", "a", "", "a", "")]
    [InlineData("prefix-only", "", "", "", "")]
    [InlineData("starcoder", "xa", "", "xa", "")]
    [InlineData("starcoder", "xa", "b", "xab", "")]
    [InlineData("starcoder", "x", "a", "x", "a")]
    public void The_last_token_is_dropped_where_a_longer_one_could_stand(
        string format, string prefix, string middle, string left, string dropped)
    {
        PromptInput input = new() { Path = "", Prefix = prefix, Suffix = "", Middle = middle, HealTokens = true };

        Prompt prompt = new PromptBuilder(Bytes, FimFormats.Get(format), new PromptBudget()).Build(input);

        Assert.Equal(left, Text(Bytes.Tokenizer, prompt.Tokens));
        Assert.Equal(dropped, prompt.HealedToken is { } token ? Text(Bytes.Tokenizer, [token]) : "");
    }

    [Fact]
    public void No_share_of_a_prompt_is_ever_over_its_budget()
    {
        string[] pieces = ["\n", "\r\n", "\r", "\t", "    ", "😀", "界", "}", "\n\n\n", "return x;"];
        Gen<string> text = Gen.OneOf(
            Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]),
            Gen.String[Gen.Char.AlphaNumeric, 0, 200]).Array[0, 300].Select(string.Concat<string>);
        Gen<int> budget = Gen.Int[0, 120];

        Gen.Select(text, text, text, budget, budget).Sample((prefix, middle, suffix, prefixTokens, suffixTokens) =>
        {
            PromptBudget budgets =
                new() { PrefixTokens = prefixTokens, SuffixTokens = suffixTokens, ContextTokens = suffixTokens };
            PromptBuilder builder = new(DefaultModel.Vocabulary, FimFormats.LspCompletion, budgets);
            Prompt prompt = builder.Build(new PromptInput
            {
                Path = "a.cs",
                Prefix = prefix,
                Middle = middle,
                Suffix = suffix,
                Context = [new("b.cs", middle), new("c.cs", suffix)],
            });

            return prompt.PrefixTokens <= prefixTokens
                && prompt.SuffixTokens <= suffixTokens
                && prompt.ContextTokens <= suffixTokens
                && prompt.PrefixTokens + prompt.SuffixTokens + prompt.ContextTokens < prompt.Tokens.Length;
        }, iter: 300);
    }

    private static Prompt Build(
        VocabularyTrie vocabulary, FimFormat format, PromptBudget budget, string prefix, string suffix = "") =>
        new PromptBuilder(vocabulary, format, budget)
            .Build(new PromptInput { Path = "", Prefix = prefix, Suffix = suffix });

    private static string PrefixText(Prompt prompt) =>
        Text(Bytes.Tokenizer, prompt.Tokens.Skip(1).Take(prompt.PrefixTokens));

    private static string SuffixText(Prompt prompt) =>
        Text(Bytes.Tokenizer, prompt.Tokens.Skip(2 + prompt.PrefixTokens).Take(prompt.SuffixTokens));

    private static string Text(ModelTokenizer tokenizer, IEnumerable<int> ids) => PromptText.Render(ids, tokenizer, []);
}
