using System.Text;
using CsCheck;
using LspCompletion.Engine.Tokenization;

namespace LspCompletion.Engine.Tests.Tokenization;

public class TokenHealingTests
{
    public static TheoryData<string> Names => ["codellama", "default", "starcoder"];

    [Theory, MemberData(nameof(Names))]
    public void Whatever_tokens_are_chosen_the_text_goes_on_from_the_prompt(string name)
    {
        TokenizerVectors vectors = TokenizerVectors.Get(name);
        var trie = new VocabularyTrie(vectors.Tokenizer);
        Gen.Select(Gen.OneOf<string>([.. TokenizerVectors.Texts]), Gen.Double[0, 1].Array[64], Gen.Double[0, 1]).Sample(
            (text, choices, cut) =>
            {
                string prefix = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text[..(int)(text.Length * cut)]));
                List<int> prompt = vectors.Encode(prefix);
                byte[] whole = vectors.BytesOf(prompt);
                TokenHealing? healing = TokenHealing.Start(trie, prompt);
                if (healing is null)
                {
                    Assert.Equal(whole, vectors.BytesOf(prompt));
                    return;
                }

                Assert.Equal(whole.Length - vectors.BytesOf(prompt).Length, healing.RepeatedBytes);
                List<int> completion = [];
                for (int step = 0; !healing.IsDone; step++)
                {
                    List<int> allowed = [];
                    healing.CollectAllowed(allowed);
                    int chosen = allowed[(int)(choices[step] * (allowed.Count - 1))];
                    int owed = healing.Owed.Length;
                    healing.Accept(chosen);
                    completion.Add(chosen);
                    Assert.Equal(Math.Max(0, owed - vectors.Tokenizer.GetBytes(chosen).Length), healing.Owed.Length);
                }

                byte[] written = vectors.BytesOf([.. prompt, .. completion]);
                Assert.Equal(whole, written[..whole.Length]);
                Assert.Equal(written.Length - whole.Length, vectors.BytesOf(completion).Length - healing.RepeatedBytes);
            },
            iter: 300);
    }

    [Fact]
    public void A_word_that_was_broken_off_can_be_finished_by_one_token_and_only_the_rest_is_shown()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("default");
        List<int> prompt = vectors.Encode("x; re");
        TokenHealing healing = TokenHealing.Start(new VocabularyTrie(vectors.Tokenizer), prompt)!;

        List<int> allowed = [];
        healing.CollectAllowed(allowed);
        int finished = Assert.Single(vectors.Encode(" return"));
        Assert.Contains(finished, allowed);
        healing.Accept(finished);
        Assert.True(healing.IsDone);

        StringBuilder shown = new();
        new TokenTextStream(vectors.Tokenizer, healing.RepeatedBytes).Append(finished, shown);
        Assert.Equal("turn", shown.ToString());
    }

    [Fact]
    public void There_is_nothing_to_heal_in_an_empty_prompt_or_after_a_special_token()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("default");
        var trie = new VocabularyTrie(vectors.Tokenizer);
        Assert.Null(TokenHealing.Start(trie, []));

        Assert.True(vectors.Tokenizer.TryGetSpecialToken("<fim_suffix>", out int special));
        List<int> prompt = [special];
        Assert.Null(TokenHealing.Start(trie, prompt));
        Assert.Equal([special], prompt);
    }

    [Fact]
    public void Tokens_that_are_not_allowed_are_refused()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("default");
        List<int> prompt = vectors.Encode("re");
        TokenHealing healing = TokenHealing.Start(new VocabularyTrie(vectors.Tokenizer), prompt)!;
        Assert.Throws<ArgumentException>(() => healing.Accept(Assert.Single(vectors.Encode("x"))));
        Assert.True(vectors.Tokenizer.TryGetSpecialToken("<|endoftext|>", out int special));
        Assert.Throws<ArgumentException>(() => healing.Accept(special));
    }

    [Fact]
    public void When_the_healing_is_done_there_is_nothing_left_to_collect()
    {
        TokenizerVectors vectors = TokenizerVectors.Get("default");
        List<int> prompt = vectors.Encode("re");
        TokenHealing healing = TokenHealing.Start(new VocabularyTrie(vectors.Tokenizer), prompt)!;
        healing.Accept(Assert.Single(vectors.Encode("re")));
        Assert.True(healing.IsDone);
        Assert.Throws<InvalidOperationException>(() => healing.CollectAllowed([]));
    }
}
