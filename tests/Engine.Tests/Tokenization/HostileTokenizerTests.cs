using System.Text.Json;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Tokenization;

/// <summary>Files that say something that gets out of hand on a text.</summary>
public sealed class HostileTokenizerTests
{
    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("((a{1,100}){1,100}){1,100}!!")]
    [InlineData("(a|aa)+$")]
    public async Task A_pattern_that_never_ends_is_ended_and_told_and_not_tried_again(string pattern)
    {
        using TemporaryTokenizer file = new(Json(preTokenizers: $$"""{"type":"Split","pattern":{"Regex":"{{pattern}}"},"behavior":"Isolated"}"""));
        ModelTokenizer tokenizer = ModelTokenizer.Load(file.Path);

        EngineException exception = await Fails(tokenizer, new string('a', 60) + "c");
        for (int i = 0; i < 2; i++)
            await Fails(tokenizer, new string('a', 60) + "c");
        Assert.Contains(file.Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(pattern, exception.Message, StringComparison.Ordinal);

        // A text that it would be quick on.
        await Fails(tokenizer, "c");
    }

    [Fact]
    public async Task The_limit_is_that_of_a_text_and_not_of_each_of_its_pieces()
    {
        // Every piece takes some milliseconds, and there are very many.
        using TemporaryTokenizer file = new(Json(preTokenizers:
            """{"type":"Split","pattern":{"String":" "},"behavior":"Removed"},{"type":"Split","pattern":{"Regex":"(a+)+$"},"behavior":"Isolated"}"""));

        await Fails(ModelTokenizer.Load(file.Path), string.Join(' ', Enumerable.Repeat(new string('a', 17) + "c", 20_000)));
    }

    [Fact]
    public void Normalizers_that_double_a_text_are_refused_before_they_do()
    {
        using TemporaryTokenizer file = new(Json(normalizers: Doubling(count: 30)));
        ModelTokenizer tokenizer = ModelTokenizer.Load(file.Path);
        long before = GC.GetAllocatedBytesForCurrentThread();

        EngineException exception = Assert.Throws<EngineException>(() => tokenizer.Encode("aaaa", []));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Contains(file.Path, exception.Message, StringComparison.Ordinal);
        Assert.Contains("normalizers that make texts more than 8 times as long", exception.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, 1_000_000);
    }

    [Theory]
    [InlineData("normalizers,")]
    [InlineData("pre-tokenizers,")]
    public void More_steps_than_any_file_has_are_refused(string part)
    {
        using TemporaryTokenizer file = new(part == "normalizers,"
            ? Json(normalizers: Doubling(count: 40))
            : Json(preTokenizers: string.Join(',', Enumerable.Repeat("""{"type":"Digits"}""", 40))));

        Assert.Contains(part, Assert.Throws<EngineException>(() => ModelTokenizer.Load(file.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"Replace","pattern":{"String":""},"content":"b"}""", "a Replace of an empty text")]
    [InlineData("""{"type":"Replace","pattern":{"String":null},"content":"b"}""", "a Replace of an empty text")]
    public void A_replacement_of_nothing_is_refused_when_the_file_is_read(string normalizer, string message)
    {
        using TemporaryTokenizer file = new(Json(normalizers: normalizer));

        Assert.Contains(message, Assert.Throws<EngineException>(() => ModelTokenizer.Load(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_of_absurd_length_is_refused_when_the_file_is_read()
    {
        using TemporaryTokenizer file = new(Json(
            preTokenizers: $$"""{"type":"Split","pattern":{"Regex":"{{new string('a', 5000)}}"},"behavior":"Isolated"}"""));

        Assert.Contains("it has 5000 characters", Assert.Throws<EngineException>(() => ModelTokenizer.Load(file.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"normalizer\":")]
    [InlineData("\"pre_tokenizer\":")]
    [InlineData("\"added_tokens\":")]
    [InlineData("\"model\":")]
    [InlineData("\"unknown\":")]
    public void Values_that_lie_in_each_other_without_end_are_refused(string key)
    {
        using TemporaryTokenizer file = new($"{{{key}{new string('[', 1_000_000)}{new string(']', 1_000_000)}}}");

        Assert.DoesNotContain('\n', Assert.Throws<EngineException>(() => ModelTokenizer.Load(file.Path)).Message);
    }

    [Theory]
    [InlineData("2097153")]
    [InlineData("2147483647")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    public void An_id_beyond_all_vocabularies_is_refused(string id)
    {
        using TemporaryTokenizer inVocabulary = new(Json().Replace("\"a\":97", $"\"a\":{id}", StringComparison.Ordinal));
        using TemporaryTokenizer added = new(Json().Replace("\"id\":128", $"\"id\":{id}", StringComparison.Ordinal));

        Assert.Throws<EngineException>(() => ModelTokenizer.Load(inVocabulary.Path));
        Assert.Throws<EngineException>(() => ModelTokenizer.Load(added.Path));
    }

    [Fact]
    public async Task Three_million_merges_take_no_more_than_their_number()
    {
        string merges = string.Join(',', Enumerable.Range(0, 3_000_000).Select(i => $"\"{(char)('a' + (i % 26))} {(char)('a' + (i / 26 % 26))}\""));
        using TemporaryTokenizer file = new(Json().Replace("\"merges\":[]", $"\"merges\":[{merges}]", StringComparison.Ordinal));
        Assert.True(new FileInfo(file.Path).Length > 15_000_000);

        long allocated = 0;
        await Task.Run(
            () =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Assert.Throws<EngineException>(() => ModelTokenizer.Load(file.Path));
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            },
            TestContext.Current.CancellationToken).WithPatienceAsync("the merges to be read");
        Assert.InRange(allocated, 0, 1_000_000_000);
    }

    /// <summary>A tokenizer of ASCII that does these things to a text.</summary>
    internal static string Json(string normalizers = "", string preTokenizers = "")
    {
        string byteLevel = """{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}""";
        using JsonDocument ascii = JsonDocument.Parse(AsciiTokenizer.Json());
        return $$"""
            {"added_tokens":[{"id":128,"content":"<|end|>","special":true},{"id":129,"content":"  ","special":false}],
             "normalizer":{"type":"Sequence","normalizers":[{{normalizers}}]},
             "pre_tokenizer":{"type":"Sequence","pretokenizers":[{{(preTokenizers.Length > 0 ? $"{preTokenizers}," : "")}}{{byteLevel}}]},
             "model":{{ascii.RootElement.GetProperty("model").GetRawText()}} }
            """;
    }

    private static string Doubling(int count) => string.Join(
        ',', Enumerable.Repeat("""{"type":"Replace","pattern":{"String":"a"},"content":"aa"}""", count));

    private static async Task<EngineException> Fails(ModelTokenizer tokenizer, string text)
    {
        Task<EngineException> encoding = Task.Run(
            () => Assert.Throws<EngineException>(() => tokenizer.Encode(text, [])), TestContext.Current.CancellationToken);
        return await encoding.WithPatienceAsync("a text to be encoded, or refused");
    }
}
