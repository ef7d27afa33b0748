using System.Text.Json;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Prompting;

public class FimFormatSpecificationTests
{
    private static readonly string[] SpecialTokens =
        ["<|endoftext|>", "<fim_prefix>", "<fim_middle>", "<fim_suffix>", "<file_sep>", "<repo_name>"];

    private static readonly VocabularyTrie Vocabulary = ByteTokenizer.Create(SpecialTokens);

    private const string Written = """
        {
          "template": [
            { "token": "<fim_suffix>" }, { "slot": "suffix" }, { "text": "# " }, { "slot": "path" }, { "text": "\n" },
            { "token": "<fim_prefix>" }, { "slot": "prefix" }, { "slot": "middle" }
          ],
          "templateWithContext": [
            { "slot": "context" },
            { "token": "<fim_suffix>" }, { "slot": "suffix" }, { "token": "<fim_prefix>" }, { "slot": "prefix" }, { "slot": "middle" }
          ],
          "contextTemplate": [ { "token": "<file_sep>" }, { "slot": "path" }, { "text": ":" }, { "slot": "text" } ],
          "stops": [ "<file_sep>" ]
        }
        """;

    [Theory]
    [InlineData("""{ "format": "starcoder2" }""", "", "<fim_prefix>P<fim_suffix>S<fim_middle>")]
    [InlineData("""{ "format": "StarCoder2", "tabWidth": 2 }""", "B", "<repo_name>repository<file_sep>b\nB<file_sep><fim_prefix>a\nP<fim_suffix>S<fim_middle>")]
    [InlineData("""{ "stops": [ "<file_sep>" ] }""", "", "<fim_prefix>P<fim_suffix>S<fim_middle>")]
    [InlineData("""{ "format": "starcoder2", "templateWithContext": [] }""", "B", "<fim_prefix>P<fim_suffix>S<fim_middle>")]
    [InlineData(Written, "", "<fim_suffix>S# a\n<fim_prefix>P")]
    [InlineData(Written, "B", "<file_sep>b:B<fim_suffix>S<fim_prefix>P")]
    public void A_format_is_given_by_name_or_written_out(string json, string context, string expected)
    {
        PromptBuilder builder = new(Vocabulary, Resolve(json), new PromptBudget());

        Prompt prompt = builder.Build(new PromptInput
        {
            Path = "a",
            Prefix = "P",
            Suffix = "S",
            Context = context.Length == 0 ? [] : [new("b", context)],
        });

        Assert.Equal(expected, PromptText.Render(prompt.Tokens, Vocabulary.Tokenizer, SpecialTokens));
    }

    [Theory]
    [InlineData("""{ "format": "lsp-completion" }""", 4)]
    [InlineData("""{ "format": "lsp-completion", "tabWidth": 0 }""", null)]
    [InlineData("""{ "format": "starcoder", "tabWidth": 8 }""", 8)]
    public void The_width_of_a_tab_can_be_overruled(string json, int? expected) =>
        Assert.Equal(expected, Resolve(json).TabWidth);

    [Theory]
    [InlineData("""{ "format": "fim" }""", "\"fim\"")]
    [InlineData("""{ "stops": [ "<eot>" ] }""", "\"<eot>\"")]
    [InlineData("""{ "tabWidth": -1 }""", "tabWidth")]
    [InlineData("""{ "template": [ { "token": "<PRE>" }, { "slot": "prefix" }, { "slot": "middle" } ] }""", "\"<PRE>\"")]
    [InlineData("""{ "template": [ { "slot": "text" }, { "slot": "prefix" }, { "slot": "middle" } ] }""", "\"text\"")]
    [InlineData("""{ "template": [ { "slot": "prefix" } ] }""", "\"middle\"")]
    [InlineData("""{ "template": [] }""", "\"prefix\"")]
    [InlineData("""{ "template": [ { "slot": "middle" }, { "slot": "prefix" } ] }""", "\"middle\"")]
    [InlineData("""{ "template": [ { "slot": "prefix", "text": "x" }, { "slot": "middle" } ] }""", "\"slot\"")]
    [InlineData("""{ "contextTemplate": [ { "slot": "suffix" } ] }""", "contextTemplate")]
    [InlineData("""{ "templateWithContext": [ { "slot": "context" } ] }""", "templateWithContext")]
    public void What_cannot_work_is_refused_in_one_line(string json, string named)
    {
        var exception = Assert.Throws<EngineException>(() => Resolve(json));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private static FimFormat Resolve(string json) =>
        JsonSerializer.Deserialize<FimFormatSpecification>(json, JsonSerializerOptions.Web)!
            .Resolve(Vocabulary.Tokenizer, modelName: null, architecture: null);
}
