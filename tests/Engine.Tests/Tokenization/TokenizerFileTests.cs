using System.Text;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Tokenization;

public class TokenizerFileTests
{
    private const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}""";

    public static TheoryData<string, string> Errors => new()
    {
        { """{"model":{"type":"BPE","vocab":{"a":0""", "is cut short or is not JSON (line 1)" },
        { "version https://git-lfs.github.com/spec/v1", "is cut short or is not JSON (line 1)" },
        { "", "is cut short or is not JSON (line 1)" },
        { "{} {}", "is cut short or is not JSON (line 1)" },
        { "[]", "is damaged (the file is StartArray, not StartObject)" },
        { "{}", "is damaged (it has no vocabulary under \"model\")" },
        { """{"model":{"type":"Unigram","vocab":[["a",-1.0]]}}""", "has a model of the kind Unigram; supported: BPE." },
        { """{"model":{"type":"WordPiece","vocab":{"a":0}}}""", "has a model of the kind WordPiece; supported: BPE." },
        { """{"model":{"vocab":{"a":0}}}""", "has a model of the kind without a name; supported: BPE." },
        { """{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}""", "is damaged (the token 'a' has the id -1)" },
        { """{"model":{"type":"BPE","vocab":{"a":"0"},"merges":[]}}""", "is damaged (" },
        {
            """{"model":{"type":"BPE","vocab":{"a":0},"merges":{}}}""",
            "is damaged (\"merges\" is StartObject, not StartArray)"
        },
        { """{"model":{"type":"BPE","dropout":0.1,"vocab":{"a":0}}}""", "has a dropout of 0.1; supported: none" },
        {
            """{"model":{"type":"BPE","end_of_word_suffix":"</w>","vocab":{"a":0}}}""",
            "has an end_of_word_suffix '</w>'; supported: none."
        },
        {
            """{"model":{"type":"BPE","continuing_subword_prefix":"##","vocab":{"a":0}}}""",
            "has a continuing_subword_prefix '##'; supported: none."
        },
        {
            """{"added_tokens":[{"id":1,"content":"x","special":false,"lstrip":true}],"model":{"type":"BPE","vocab":{"a":0}}}""",
            "has the added token 'x' with lstrip, rstrip or single_word; supported: added tokens without these."
        },
        {
            """{"model":{"type":"BPE","vocab":{"a":0}}}""",
            "has a vocabulary of whole characters; supported: a ByteLevel pre-tokenizer or byte_fallback"
        },
        {
            """{"model":{"type":"BPE","byte_fallback":true,"vocab":{"a":0}}}""",
            "has byte fallback with 0 of the 256 byte tokens"
        },
        {
            """{"model":{"type":"BPE","byte_fallback":true,"ignore_merges":true,"vocab":{"a":0}}}""",
            "has byte fallback with ignore_merges; supported: byte fallback without it."
        },
        {
            Small(normalizer: """{"type":"Lowercase"}"""),
            "has a normalizer of the kind Lowercase; supported: NFC, Prepend, Replace"
        },
        {
            Small(normalizer: """{"type":"Replace","pattern":{"Regex":"a"},"content":"b"}"""),
            "has a normalizer of the kind Replace"
        },
        { Small(normalizer: """{"type":"Replace"}"""), "is damaged (" },
        {
            Small(preTokenizer: """{"type":"BertPreTokenizer"}"""),
            "has a pre-tokenizer of the kind BertPreTokenizer; supported: ByteLevel"
        },
        {
            Small(preTokenizer: $$"""{"type":"Sequence","pretokenizers":[{{ByteLevel}},{"type":"Digits"}]}"""),
            "has a pre-tokenizer after ByteLevel, of the kind Digits"
        },
        {
            Small(preTokenizer: """{"type":"Sequence","pretokenizers":[{"type":"Digits"},{"type":"ByteLevel","add_prefix_space":true}]}"""),
            "has add_prefix_space in a ByteLevel after another pre-tokenizer"
        },
        {
            Small(preTokenizer: """{"type":"Split","pattern":{"Regex":"a++"},"behavior":"Isolated","invert":false}"""),
            "has a Split with the pattern a++ ("
        },
        {
            Small(preTokenizer: """{"type":"Split","pattern":{"Regex":"a"},"behavior":"Shredded","invert":false}"""),
            "has a Split with the behavior Shredded; supported: Isolated, Removed"
        },
        { Small(merges: """["a z"]"""), "is damaged (" },
        { Small(merges: """["ab"]"""), "is damaged (" },
        { Small(vocabulary: """{"a":0,"b":0}"""), "is damaged (" },
    };

    [Theory, MemberData(nameof(Errors))]
    public void A_file_that_cannot_be_used_is_named_with_what_was_found_and_what_would_do(string json, string message)
    {
        using var file = new TemporaryTokenizer(json);
        EngineException exception = Assert.Throws<EngineException>(() => ModelTokenizer.Load(file.Path));
        Assert.StartsWith($"The tokenizer {file.Path} {message}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void Every_place_at_which_a_file_is_cut_is_an_error()
    {
        string json = File.ReadAllText(TokenizerVectors.PathOf("gpt2"));
        for (int length = 0; length < json.TrimEnd().Length; length += 997)
        {
            using var file = new TemporaryTokenizer(json[..length]);
            EngineException exception = Assert.Throws<EngineException>(() => ModelTokenizer.Load(file.Path));
            Assert.Contains("is cut short or is not JSON", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "tokenizer.json");
        EngineException exception = Assert.Throws<EngineException>(() => ModelTokenizer.Load(path));
        Assert.Equal($"The tokenizer {path} does not exist: put the model's tokenizer.json there.", exception.Message);
    }

    [Fact]
    public void A_folder_instead_of_a_file_is_named()
    {
        string path = Path.GetTempPath();
        EngineException exception = Assert.Throws<EngineException>(() => ModelTokenizer.Load(path));
        Assert.StartsWith($"The tokenizer {path} cannot be read (", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Removed", false, "the|final|countdown")]
    [InlineData("Isolated", false, "the|-|final|-|-|countdown")]
    [InlineData("MergedWithPrevious", false, "the-|final-|-|countdown")]
    [InlineData("MergedWithNext", false, "the|-final|-|-countdown")]
    [InlineData("Contiguous", false, "the|-|final|--|countdown")]
    [InlineData("Removed", true, "-|-|-")]
    public void Text_is_split_by_each_behavior_as_Hugging_Face_documents(string behavior, bool invert, string pieces)
    {
        const string Text = "the-final--countdown";
        var splitter = new PieceSplitter(SplitPatterns.Get("-"), Enum.Parse<SplitBehavior>(behavior), invert);
        var sequence = new PieceSequence([splitter], byteFallback: null);
        Assert.Equal(pieces, PiecesOf(Text, sequence));
    }

    [Theory]
    [InlineData("𝒳𝒴 𠀀𠀁 x𝟙𝟚!😀", "𝒳𝒴| 𠀀𠀁| x|𝟙|𝟚|!😀")]
    [InlineData("it's IT'S it'ſo", "it|'s| IT|'S| it|'ſ|o")]
    public void Text_is_split_by_characters_and_their_cases_as_Oniguruma_sees_them(string text, string pieces)
    {
        using var file = new TemporaryTokenizer(File.ReadAllText(TokenizerVectors.PathOf("qwen2")));
        var steps = new TokenizerSteps(TokenizerFile.Read(file.Path));
        var sequence = new PieceSequence(steps.Splitters, byteFallback: null);
        Assert.Equal(pieces, PiecesOf(text, sequence));
    }

    [Fact]
    public void Each_stand_in_has_the_category_that_it_stands_for()
    {
        Assert.Equal(30, CharacterStandIns.ByCategory.Length);
        for (int category = 0; category < CharacterStandIns.ByCategory.Length; category++)
        {
            if (category != (int)System.Globalization.UnicodeCategory.Surrogate)
                Assert.Equal(category, (int)char.GetUnicodeCategory(CharacterStandIns.ByCategory[category]));
        }
    }

    [Fact]
    public void Added_tokens_that_are_plain_text_are_read_from_text_and_written_to_it()
    {
        const string Added = """
            [{"id":10,"content":"  ","special":false},{"id":11,"content":"   ","special":false},
             {"id":12,"content":"<tool>","special":false},{"id":13,"content":"<|end|>","special":false},
             {"id":14,"content":"b","special":true}]
            """;
        using var file = new TemporaryTokenizer(Small(
            vocabulary: """{"a":0,"<":1,"t":2,"o":3,"l":4,">":5,"|":6,"e":7,"n":8,"d":9}""", added: Added));
        ModelTokenizer tokenizer = ModelTokenizer.Load(file.Path);

        List<int> ids = [];
        tokenizer.Encode("a     a<tool><|end|>", ids);
        Assert.Equal([0, 11, 10, 0, 1, 2, 3, 3, 4, 5, 1, 6, 7, 8, 9, 6, 5], ids);
        Assert.Equal("   ", Encoding.UTF8.GetString(tokenizer.GetBytes(11)));
        Assert.Equal("<tool>", Encoding.UTF8.GetString(tokenizer.GetBytes(12)));
        Assert.Equal([13, 14], Enumerable.Range(0, 15).Where(tokenizer.IsSpecial));
        Assert.True(tokenizer.TryGetSpecialToken("<|end|>", out int id));
        Assert.Equal(13, id);
        Assert.Equal(15, tokenizer.VocabularySize);
    }

    [Fact]
    public void A_control_token_that_stands_in_the_vocabulary_only_is_special()
    {
        using var file = new TemporaryTokenizer(
            File.ReadAllText(TokenizerVectors.PathOf("codellama")).Replace(
                "\"<0x00>\"", "\"▁<PRE>\":3300,\"<0x00>\"", StringComparison.Ordinal));
        ModelTokenizer tokenizer = ModelTokenizer.Load(file.Path);
        Assert.True(tokenizer.TryGetSpecialToken("▁<PRE>", out int id));
        Assert.Equal(3300, id);
        Assert.True(tokenizer.IsSpecial(id));
        Assert.True(tokenizer.GetBytes(id).IsEmpty);

        List<int> ids = [];
        tokenizer.Encode("<PRE> ▁<PRE>", ids);
        Assert.DoesNotContain(id, ids);
    }

    [Theory]
    [InlineData("false", new[] { 0, 1 })]
    [InlineData("true", new[] { 2 })]
    public void A_piece_that_is_a_token_needs_no_merges_where_the_file_says_so(string ignoreMerges, int[] expected)
    {
        using var file = new TemporaryTokenizer(Small(
            vocabulary: """{"a":0,"b":1,"ab":2}""", merges: $"[],\"ignore_merges\":{ignoreMerges}"));
        List<int> ids = [];
        ModelTokenizer.Load(file.Path).Encode("ab", ids);
        Assert.Equal(expected, ids);
    }

    [Theory]
    [InlineData("\"prepend_scheme\":\"first\",\"split\":false")]
    [InlineData("\"prepend_scheme\":\"always\",\"split\":false")]
    [InlineData("\"add_prefix_space\":true,\"split\":false")]
    public void Metaspace_means_what_the_normalizers_of_Llama_mean(string options)
    {
        string json = File.ReadAllText(TokenizerVectors.PathOf("codellama"));
        int start = json.IndexOf("\"normalizer\"", StringComparison.Ordinal);
        int end = json.IndexOf("\"post_processor\"", StringComparison.Ordinal);
        using var file = new TemporaryTokenizer(
            json[..start] + $$"""
            "normalizer":null,"pre_tokenizer":{"type":"Metaspace","replacement":"▁",{{options}}},
            """ + json[end..]);
        ModelTokenizer tokenizer = ModelTokenizer.Load(file.Path);
        TokenizerVectors vectors = TokenizerVectors.Get("codellama");
        for (int i = 0; i < TokenizerVectors.Texts.Count; i++)
        {
            // Unlike the normalizers, Metaspace puts no second space before one.
            if (TokenizerVectors.Texts[i] is [' ' or '▁', ..])
                continue;
            List<int> ids = [];
            tokenizer.Encode(TokenizerVectors.Texts[i], ids);
            Assert.Equal(vectors.Ids[i], ids);
        }
    }

    private static string PiecesOf(string text, PieceSequence sequence) =>
        string.Join('|', sequence.PreTokenize(text).Select(piece => text.Substring(piece.Offset, piece.Length)));

    private static string Small(
        string vocabulary = """{"a":0,"b":1}""", string merges = "[]", string added = "[]",
        string normalizer = "null", string preTokenizer = ByteLevel) =>
        $$"""
        {"added_tokens":{{added}},"normalizer":{{normalizer}},"pre_tokenizer":{{preTokenizer}},
         "model":{"type":"BPE","vocab":{{vocabulary}},"merges":{{merges}} } }
        """;
}
