using System.Collections.Immutable;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Prompting;

public class FimFormatsTests
{
    private static readonly ImmutableArray<string> SpecialTokens =
    [
        .. FimFormats.All
            .SelectMany(format => format.Template.Concat(format.TemplateWithContext).Concat(format.ContextTemplate))
            .Where(part => part.Kind is FimPartKind.Token or FimPartKind.OptionalToken)
            .Select(part => part.Value)
            .Concat(FimFormats.All.SelectMany(format => format.Stops))
            .Distinct(),
    ];

    private static readonly VocabularyTrie Vocabulary = ByteTokenizer.Create(SpecialTokens);

    [Theory]
    [InlineData("lsp-completion", "<file_sep>a.cs\n<fim_suffix>S<fim_prefix>PM")]
    [InlineData("qwen2.5-coder", "<|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>M")]
    [InlineData("starcoder", "<fim_prefix>P<fim_suffix>S<fim_middle>M")]
    [InlineData("starcoder2", "<fim_prefix>P<fim_suffix>S<fim_middle>M")]
    [InlineData("refact", "<fim_prefix>P<fim_suffix>S<fim_middle>M")]
    [InlineData("granite-code", "<fim_prefix>P<fim_suffix>S<fim_middle>M")]
    [InlineData("stable-code", "<fim_prefix>P<fim_suffix>S<fim_middle>M")]
    [InlineData("replit", "<fim_prefix>P<fim_suffix>S<fim_middle>M")]
    [InlineData("santacoder", "<fim-prefix>P<fim-suffix>S<fim-middle>M")]
    [InlineData("deepseek-coder", "<｜begin▁of▁sentence｜><｜fim▁begin｜>P<｜fim▁hole｜>S<｜fim▁end｜>M")]
    [InlineData("codellama", "<s>▁<PRE>P▁<SUF>S▁<MID>M")]
    [InlineData("codellama-suffix-first", "<s>▁<PRE>▁<SUF>S▁<MID>PM")]
    [InlineData("codegemma", "<bos><|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>M")]
    [InlineData("codestral", "<s>[SUFFIX]S[PREFIX]PM")]
    [InlineData("seed-coder", "<[begin▁of▁sentence]><[fim-suffix]>S<[fim-prefix]>P<[fim-middle]>M")]
    [InlineData("mellum", "<filename>a.cs\n<fim_suffix>S<fim_prefix>P<fim_middle>M")]
    [InlineData("t5", "<s>P<extra_id_0>S</s><pad><extra_id_0>M")]
    [InlineData("codet5", "<s>P<extra_id_0>S</s><pad><s><extra_id_0>M")]
    [InlineData("prefix-only", "PM")]
    public void A_document_alone_is_shown_as_its_family_expects(string format, string expected)
    {
        Prompt prompt = Build(format, new PromptInput { Path = "a.cs", Prefix = "P", Suffix = "S", Middle = "M" });

        Assert.Equal(expected, Render(prompt));
        Assert.Equal(format.Contains("only", StringComparison.Ordinal) ? 0 : 1, prompt.SuffixTokens);
    }

    [Theory]
    [InlineData("lsp-completion", "<file_sep>b.cs\nB<file_sep>c.cs\nC<file_sep>a.cs\n<fim_suffix>S<fim_prefix>P")]
    [InlineData(
        "qwen2.5-coder",
        "<|repo_name|>repository\n<|file_sep|>b.cs\nB<|file_sep|>c.cs\nC<|file_sep|>a.cs\n<|fim_prefix|>P<|fim_suffix|>S<|fim_middle|>")]
    [InlineData("starcoder", "<fim_prefix>P<fim_suffix>S<fim_middle>")]
    [InlineData(
        "starcoder2",
        "<repo_name>repository<file_sep>b.cs\nB<file_sep>c.cs\nC<file_sep><fim_prefix>a.cs\nP<fim_suffix>S<fim_middle>")]
    [InlineData("refact", "<fim_prefix>P<fim_suffix>S<fim_middle>")]
    [InlineData("codestral", "<s>[SUFFIX]S[PREFIX]+++++ b.cs\nB\n+++++ c.cs\nC\n+++++ a.cs\nP")]
    [InlineData("mellum", "<filename>b.cs\nB<filename>c.cs\nC<filename>a.cs\n<fim_suffix>S<fim_prefix>P<fim_middle>")]
    [InlineData("prefix-only", "P")]
    public void Context_files_and_the_repository_stand_where_the_family_has_a_place_for_them(string format, string expected)
    {
        Prompt prompt = Build(format, new PromptInput
        {
            Path = "a.cs",
            Prefix = "P",
            Suffix = "S",
            Context = [new("b.cs", "B"), new("c.cs", "C")],
        });

        Assert.Equal(expected, Render(prompt));
    }

    [Theory]
    [InlineData("lsp-completion", "<file_sep>a.cs\n<fim_suffix><fim_prefix>P")]
    [InlineData("starcoder", "<fim_prefix>P<fim_suffix><fim_middle>")]
    public void An_empty_suffix_keeps_its_token(string format, string expected) =>
        Assert.Equal(expected, Render(Build(format, new PromptInput { Path = "a.cs", Prefix = "P", Suffix = "" })));

    [Theory]
    [InlineData("t5", "<s>P<extra_id_0>S</s>")]
    [InlineData("codet5", "<s>P<extra_id_0>S</s>")]
    [InlineData("starcoder", "<fim_prefix>P<fim_suffix>S<fim_middle>")]
    [InlineData("lsp-completion", "<file_sep>a.cs\n<fim_suffix>S<fim_prefix>PM")]
    public void What_a_model_sees_as_a_whole_ends_where_its_answer_begins(string format, string expected)
    {
        Prompt prompt = Build(format, new PromptInput { Path = "a.cs", Prefix = "P", Suffix = "S", Middle = "M" });

        Assert.Equal(expected, Render(prompt.Tokens[..prompt.SourceLength]));
    }

    [Fact]
    public void Text_is_never_read_as_a_special_token()
    {
        PromptInput input = new() { Path = "<file_sep>", Prefix = "<fim_suffix>", Suffix = "<fim_prefix>" };

        Prompt prompt = Build("lsp-completion", input);

        int[] special = [.. prompt.Tokens.Where(Vocabulary.Tokenizer.IsSpecial)];
        Assert.Equal(["<file_sep>", "<fim_suffix>", "<fim_prefix>"], special.Select(id => Render([id])));
    }

    [Fact]
    public void Stops_that_the_vocabulary_lacks_are_left_out()
    {
        VocabularyTrie vocabulary = ByteTokenizer.Create(["<fim_prefix>", "<fim_suffix>", "<fim_middle>", "<file_sep>"]);
        PromptBuilder builder = new(vocabulary, FimFormats.StarCoder2, new PromptBudget());

        Assert.True(vocabulary.Tokenizer.TryGetSpecialToken("<file_sep>", out int separator));
        Assert.Equal([separator], builder.Stops);
    }

    [Fact]
    public void A_format_for_another_vocabulary_is_refused_by_the_name_of_the_token()
    {
        VocabularyTrie vocabulary = ByteTokenizer.Create(["<fim_prefix>", "<fim_suffix>"]);

        var exception = Assert.Throws<EngineException>(
            () => new PromptBuilder(vocabulary, FimFormats.StarCoder, new PromptBudget()));

        Assert.Contains("\"<fim_middle>\"", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var exception = Assert.Throws<EngineException>(() => FimFormats.Get("starcoder3"));

        Assert.Contains("starcoder3", exception.Message, StringComparison.Ordinal);
        Assert.Contains("starcoder2", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static Prompt Build(string format, PromptInput input) =>
        new PromptBuilder(Vocabulary, FimFormats.Get(format), new PromptBudget()).Build(input);

    private static string Render(Prompt prompt) => Render(prompt.Tokens);

    private static string Render(IEnumerable<int> ids) => PromptText.Render(ids, Vocabulary.Tokenizer, SpecialTokens);
}
