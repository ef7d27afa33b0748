using System.Text;
using CsCheck;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Tokenization;

public class TokenTextStreamTests
{
    public static TheoryData<string> Names => TokenizerVectors.Names;

    [Theory, MemberData(nameof(Names))]
    public void Every_text_streams_token_by_token_as_it_would_come_at_once(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        foreach (string text in TokenizerVectors.Texts)
        {
            List<int> ids = vectors.Encode(text);
            string whole = vectors.TextOf(ids);
            var stream = new TokenTextStream(vectors.Tokenizer);
            StringBuilder streamed = new();
            foreach (int id in ids)
            {
                stream.Append(id, streamed);

                // What has come is never taken back, and no half of a character is shown.
                Assert.StartsWith(streamed.ToString(), whole, StringComparison.Ordinal);
            }

            stream.Flush(streamed);
            Assert.Equal(whole, streamed.ToString());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Any_tokens_stream_to_what_their_bytes_decode_to(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        Gen.Int[0, vectors.Tokenizer.VocabularySize - 1].List[0, 40].Sample(
            ids => Assert.Equal(vectors.TextOf(ids), Stream(vectors, ids)), iter: 300);
    }

    [Fact]
    public void A_character_split_over_tokens_appears_once_when_it_is_whole()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("codellama");
        List<int> ids = [];
        vectors.Tokenizer.EncodeFragment("😀", ids);
        Assert.Equal(4, ids.Count);

        var stream = new TokenTextStream(vectors.Tokenizer);
        StringBuilder text = new();
        foreach (int id in ids[..3])
        {
            stream.Append(id, text);
            Assert.Equal("", text.ToString());
        }

        stream.Append(ids[3], text);
        Assert.Equal("😀", text.ToString());
    }

    [Fact]
    public void An_unfinished_character_becomes_a_replacement_character_at_the_end()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("codellama");
        List<int> ids = [];
        vectors.Tokenizer.EncodeFragment("a😀", ids);
        Assert.Equal("a\uFFFD", Stream(vectors, ids[..^1]));
    }

    [Fact]
    public void Skipped_bytes_may_end_within_a_token_and_within_a_character()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("codellama");
        List<int> ids = [];
        vectors.Tokenizer.EncodeFragment("return 😀x", ids);
        Assert.Equal("urn 😀x", Stream(vectors, ids, bytesToSkip: 3));
        Assert.Equal("x", Stream(vectors, ids, bytesToSkip: 11));

        // As when healing dropped the last byte of the character that stands in the document: only that byte comes again.
        Assert.Equal("x", Stream(vectors, ids[^2..], bytesToSkip: 1));
    }

    [Fact]
    public void Streaming_allocates_nothing_for_a_token()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("default");
        List<int> ids = vectors.Encode("public string Name { get; set; } // 日本語 😀");
        var stream = new TokenTextStream(vectors.Tokenizer);
        StringBuilder text = new(4096);
        AppendAll();
        Assert.Equal(0, Allocation.LeastOf(rounds: 10, AppendAll));

        void AppendAll()
        {
            text.Clear();
            foreach (int id in ids)
                stream.Append(id, text);
        }
    }

    private static string Stream(TokenizerVectors vectors, IEnumerable<int> ids, int bytesToSkip = 0)
    {
        var stream = new TokenTextStream(vectors.Tokenizer, bytesToSkip);
        StringBuilder text = new();
        foreach (int id in ids)
            stream.Append(id, text);
        stream.Flush(text);
        return text.ToString();
    }
}
