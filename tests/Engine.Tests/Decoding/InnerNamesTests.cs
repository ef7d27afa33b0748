using System.Numerics.Tensors;
using System.Text;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Tests.Tokenization;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Decoding;

/// <summary>Names that begin within a token, with vocabularies that have a dot and a name in one.</summary>
public sealed class InnerNamesTests
{
    private static readonly string[] Names = ["Length", "Count", "Contains", "größe", "_x1", "x"];

    public static TheoryData<string> Vocabularies { get; } = ["qwen2.5-coder", "llama3", "codellama", "default"];

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Whatever_the_model_prefers_no_name_behind_a_dot_is_invented(string vocabulary)
    {
        VocabularyTrie trie = new(TokenizerVectors.Get(vocabulary).Tokenizer);
        var tokens = new NameTokens(trie, [0]);
        var inner = new InnerNames(tokens, new AfterDot(Names));
        float[] logits = new float[trie.Tokenizer.VocabularySize];
        int[] withNames = [.. Enumerable.Range(0, logits.Length).Where(id => tokens.NextInnerName(id, 1) > 0)];
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            foreach (int id in withNames)
                logits[id] = random.NextSingle();
            int token = Choose(inner, logits, repeated: 0);

            byte[] bytes = trie.Tokenizer.GetBytes(token).ToArray();
            for (int start = tokens.NextInnerName(token, 1); start > 0; start = tokens.NextInnerName(token, start + 1))
            {
                if (bytes[start - 1] != '.')
                    continue;

                int length = NameTokens.LengthOfName(bytes.AsSpan(start));
                string name = Encoding.UTF8.GetString(bytes, start, length);
                Assert.Contains(Names, known => start + length < bytes.Length ? known == name : known.StartsWith(name, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData(".Length", 0, ".Length", 6)]
    [InlineData(".Count", 0, ".Count", 5)]
    [InlineData(".Co", 0, ".Co", 2)]
    [InlineData(".Add", 0, null, 0)]
    [InlineData(".Add", 1, ".Add", 0)]
    [InlineData("().", 0, "().", 0)]
    public void A_token_is_kept_if_its_name_exists_and_the_rest_of_that_must_follow(string wanted, int repeated, string? kept, int typed)
    {
        VocabularyTrie trie = new(TokenizerVectors.Get("qwen2.5-coder").Tokenizer);
        var inner = new InnerNames(new NameTokens(trie, [0]), new AfterDot(Names));
        float[] logits = new float[trie.Tokenizer.VocabularySize];
        int token = Enumerable.Range(0, logits.Length).Single(id => trie.Tokenizer.GetBytes(id).SequenceEqual(Encoding.UTF8.GetBytes(wanted)));
        logits[token] = 1;

        int chosen = Choose(inner, logits, repeated);

        Assert.Equal(kept is not null, chosen == token);
        if (kept is not null)
            Assert.Equal(typed, inner.Begun?.Typed ?? 0);
        if (typed > 0)
            Assert.All(inner.Begun!.Names, name => Assert.StartsWith(wanted[1..], name, StringComparison.Ordinal));
    }

    [Fact]
    public void Looking_at_a_token_and_taking_others_out_allocates_nothing()
    {
        VocabularyTrie trie = new(TokenizerVectors.Get("qwen2.5-coder").Tokenizer);
        var inner = new InnerNames(new NameTokens(trie, [0]), new AfterDot(Names));
        float[] logits = new float[trie.Tokenizer.VocabularySize];
        int token = Enumerable.Range(0, logits.Length).Single(id => trie.Tokenizer.GetBytes(id).SequenceEqual(".Add"u8));
        inner.Allows(token, "text", 0, logits);

        long allocated = Allocation.LeastOf(rounds: 5, () =>
        {
            for (int i = 0; i < 100; i++)
                Assert.False(inner.Allows(token, "text", 0, logits));
        });

        Assert.Equal(0, allocated);
    }

    private static int Choose(InnerNames inner, float[] logits, int repeated)
    {
        float[] left = [.. logits];
        int token = TensorPrimitives.IndexOfMax<float>(left);
        while (!inner.Allows(token, "text", repeated, left))
            token = TensorPrimitives.IndexOfMax<float>(left);
        Assert.False(float.IsNegativeInfinity(left[token]));
        return token;
    }

    private sealed class AfterDot(string[] names) : INameGuide
    {
        private readonly AllowedNames _names = new(names, 0, NamePlacement.Here);

        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) => written.EndsWith(".") ? _names : null;
    }
}
