using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Tokenization;

public class VectorTests
{
    public static TheoryData<string> Names => TokenizerVectors.Names;

    [Theory, MemberData(nameof(Names))]
    public void Every_text_becomes_the_tokens_that_Hugging_Face_gives(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        for (int i = 0; i < TokenizerVectors.Texts.Count; i++)
            Assert.Equal(vectors.Ids[i], EncodeAround(vectors, TokenizerVectors.Texts[i], vectors.Ids[i]));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_text_comes_back_from_its_tokens(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        for (int i = 0; i < TokenizerVectors.Texts.Count; i++)
        {
            // Hugging Face takes the dummy space away from the whole text; a completion is a fragment and keeps spaces.
            string dummySpace = name == "codellama" && TokenizerVectors.Texts[i].Length > 0 ? " " : "";
            Assert.Equal(
                dummySpace + vectors.Decoded[i], vectors.TextOf(vectors.Encode(TokenizerVectors.Texts[i])));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Text_that_looks_like_a_special_token_is_text(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        string[] special = [.. TokenizerFile.Read(TokenizerVectors.PathOf(name)).AddedTokens
            .Where(token => token.IsSpecial).Select(token => token.Content)];
        Assert.NotEmpty(special);
        foreach (string text in special)
        {
            Assert.True(vectors.Tokenizer.TryGetSpecialToken(text, out _));
            List<int> ids = vectors.Encode($"a{text}b {text}");
            Assert.DoesNotContain(ids, vectors.Tokenizer.IsSpecial);
            Assert.Equal($"a{text}b {text}", vectors.TextOf(ids).TrimStart());
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Special_tokens_stand_for_no_text(string name)
    {
        ModelTokenizer tokenizer = TokenizerVectors.Get(name).Tokenizer;
        for (int id = 0; id < tokenizer.VocabularySize; id++)
            Assert.Equal(tokenizer.IsSpecial(id), tokenizer.GetBytes(id).IsEmpty);
    }

    [Fact]
    public void The_fill_in_the_middle_tokens_of_Qwen_are_special_though_its_file_does_not_mark_them()
    {
        ModelTokenizer tokenizer = TokenizerVectors.Get("qwen2.5-coder").Tokenizer;
        Assert.True(tokenizer.TryGetSpecialToken("<|fim_middle|>", out int id));
        Assert.Equal(151660, id);
        Assert.True(tokenizer.IsSpecial(id));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_fragment_is_encoded_without_a_dummy_space(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        List<int> ids = [];
        vectors.Tokenizer.EncodeFragment("return x;", ids);
        Assert.Equal("return x;", vectors.TextOf(ids));
    }

    [Theory, MemberData(nameof(Names))]
    public void Encoding_appends(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        List<int> ids = [7];
        vectors.Tokenizer.Encode("", ids);
        Assert.Equal([7], ids);
        vectors.Tokenizer.Encode("if", ids);
        Assert.Equal([7, .. vectors.Encode("if")], ids);
    }

    [Fact]
    public async Task Several_threads_may_encode_at_once()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("starcoder");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < TokenizerVectors.Texts.Count; i++)
                Assert.Equal(vectors.Ids[i], vectors.Encode(TokenizerVectors.Texts[i]));
        })));
    }

    /// <summary>
    /// The tokens of a text. Where Hugging Face reads a special token from the text (it does so with those that are not
    /// marked special), this engine spells it; here it is put in by its id, as a prompt does, so that all else is compared.
    /// </summary>
    private static List<int> EncodeAround(TokenizerVectors vectors, string text, int[] expected)
    {
        List<int> ids = [];
        string rest = text;
        foreach (int special in expected.Where(vectors.Tokenizer.IsSpecial))
        {
            Assert.Equal(151660, special);
            string[] parts = rest.Split("<|fim_middle|>", 2);
            vectors.Tokenizer.Encode(parts[0], ids);
            ids.Add(special);
            rest = parts[1];
        }

        vectors.Tokenizer.Encode(rest, ids);
        return ids;
    }
}
