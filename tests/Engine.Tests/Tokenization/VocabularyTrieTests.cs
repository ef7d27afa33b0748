using System.Text;
using CsCheck;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Tokenization;

public class VocabularyTrieTests
{
    public static TheoryData<string> Names => ["codellama", "default", "deepseek-coder", "o200k", "starcoder"];

    [Theory, MemberData(nameof(Names))]
    public void The_continuations_are_those_that_a_search_through_all_tokens_finds(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        var trie = new VocabularyTrie(vectors.Tokenizer);
        byte[][] vocabulary = [.. Enumerable.Range(0, vectors.Tokenizer.VocabularySize)
            .Select(id => vectors.Tokenizer.GetBytes(id).ToArray())];

        Gen<byte[]> beginnings = Gen.OneOf(
            Gen.Byte.Array[0, 3],
            Gen.Select(
                Gen.OneOf<string>([.. TokenizerVectors.Texts]), Gen.Int[0, 12],
                (text, length) => Encoding.UTF8.GetBytes(text).Take(length).ToArray()),
            Gen.Select(Gen.OneOf<byte[]>(vocabulary), Gen.Byte.Array[0, 2], (token, more) => token.Concat(more).ToArray()));
        beginnings.Sample(
            required =>
            {
                List<int> found = [];
                trie.CollectContinuations(required, found);
                found.Sort();
                Assert.Equal(Search(vocabulary, required), found);
            },
            iter: 200);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_longer_token_is_found_where_there_is_one(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        var trie = new VocabularyTrie(vectors.Tokenizer);
        string[] vocabulary = [.. Enumerable.Range(0, vectors.Tokenizer.VocabularySize)
            .Select(id => Encoding.Latin1.GetString(vectors.Tokenizer.GetBytes(id)))];
        foreach (string token in vocabulary.Where((_, id) => id % 97 == 0))
        {
            bool expected = vocabulary.Any(
                other => other.Length > token.Length && other.StartsWith(token, StringComparison.Ordinal));
            Assert.Equal(expected, trie.HasLonger(Encoding.Latin1.GetBytes(token)));
        }
    }

    [Fact]
    public void Searching_allocates_nothing()
    {
        var trie = new VocabularyTrie(TokenizerVectors.Get("default").Tokenizer);
        List<int> tokens = new(100_000);
        trie.CollectContinuations("ret"u8, tokens);
        Assert.NotEmpty(tokens);
        Assert.Equal(0, Allocation.LeastOf(rounds: 10, () => trie.CollectContinuations("pub"u8, tokens)));
    }

    private static int[] Search(byte[][] vocabulary, byte[] required) =>
        [.. Enumerable.Range(0, vocabulary.Length).Where(id =>
        {
            ReadOnlySpan<byte> token = vocabulary[id];
            return !token.IsEmpty && (token.StartsWith(required) || required.AsSpan().StartsWith(token));
        })];
}
