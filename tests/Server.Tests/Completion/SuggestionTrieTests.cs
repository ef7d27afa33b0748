using CsCheck;
using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Tests.Completion;

public class SuggestionTrieTests
{
    [Theory]
    [InlineData("", "int x = 1;")]
    [InlineData("int", " x = 1;")]
    [InlineData("int x = 1", ";")]
    [InlineData("int x = 1;", null)]
    [InlineData("int y", null)]
    [InlineData("var", null)]
    public void Typing_along_finds_the_rest(string typed, string? rest)
    {
        SuggestionTrie trie = new();
        trie.Add("", "int x = 1;");

        Assert.Equal(rest, trie.Find(typed)?.Text);
    }

    [Fact]
    public void The_branch_that_was_written_last_is_found_and_the_other_one_again_after_its_first_character()
    {
        SuggestionTrie trie = new();
        trie.Add("return ", "left;");
        trie.Add("return ", "right;");

        Assert.Equal("right;", trie.Find("return ")?.Text);
        Assert.Equal("eft;", trie.Find("return l")?.Text);
    }

    [Fact]
    public void What_was_typed_and_taken_back_is_no_suggestion()
    {
        SuggestionTrie trie = new();
        trie.Add("", "Age");
        trie.Add("Hei", "ght");

        Assert.Equal("Age", trie.Find("")?.Text);
        Assert.Null(trie.Find("He"));
        Assert.Equal("ght", trie.Find("Hei")?.Text);
    }

    [Fact]
    public void Where_the_model_had_nothing_to_say_it_is_not_asked_again()
    {
        SuggestionTrie trie = new();
        trie.Add("x;", "", "nothing to say");

        Assert.Equal(new KnownSuggestion("", "nothing to say"), trie.Find("x;"));
        Assert.Null(trie.Find("x; "));
    }

    [Fact]
    public void What_was_typed_before_the_model_wrote_is_no_suggestion_of_nothing()
    {
        SuggestionTrie trie = new();
        trie.Add("a", "bc");
        trie.Add("ab", "");

        Assert.Equal("", trie.Find("ab")?.Text);
        Assert.Null(trie.Find("abc"));
    }

    [Fact]
    public void All_ways_to_go_on_are_found_the_most_probable_first()
    {
        SuggestionTrie trie = new();
        trie.Add("", "item.Price;", null, -0.2);
        trie.Add("it", "em.Quantity;", null, -0.1);
        trie.Add("item.N", "ame", null, -0.01);
        trie.Add("ite", "rator", null, -0.5);

        Assert.Equal("rator", trie.Find("ite")?.Text);
        Assert.Equal([("m.Quantity;", -0.1), ("m.Price;", -0.2), ("rator", -0.5)], trie.FindAll("ite"));
        Assert.Equal("Quantity;", trie.Find("item.")?.Text);
        Assert.Equal([("Quantity;", -0.1), ("Price;", -0.2)], trie.FindAll("item."));
        Assert.Empty(trie.FindAll("x"));
        Assert.Equal([("ator", -0.5)], trie.FindAll("iter"));
    }

    [Fact]
    public void The_oldest_texts_are_forgotten_when_there_are_many()
    {
        SuggestionTrie trie = new();
        for (int i = 0; i <= 3 * SuggestionTrie.Remembered; i++)
            trie.Add($"{i}:", "text");

        Assert.Null(trie.Find("0:"));
        for (int i = 0; i < SuggestionTrie.Remembered; i++)
            Assert.Equal("text", trie.Find($"{(3 * SuggestionTrie.Remembered) - i}:")?.Text);
    }

    [Fact]
    public void What_is_left_when_a_text_is_forgotten_is_not_taken_for_written_earlier_than_it_was()
    {
        SuggestionTrie trie = new();
        trie.Add("", "abcdef");
        for (int i = 0; i < 3 * SuggestionTrie.Remembered; i++)
        {
            trie.Add($"y{i}", "q");
            if (i % 20 == 0)
                trie.Add("abcde", "XYZ");
        }

        Assert.Null(trie.Find("ab"));
        Assert.Empty(trie.FindAll("ab"));
        Assert.Equal("XYZ", trie.Find("abcde")?.Text);
    }

    [Fact]
    public void Whatever_is_added_is_found_from_every_place_along_it_until_something_else_is()
    {
        Gen<string> texts = Gen.String[Gen.Char["ab"], 0, 6];
        Gen.Select(texts, texts).Array[1, 12].Sample(entries =>
        {
            SuggestionTrie trie = new();
            foreach ((string typed, string written) in entries)
            {
                trie.Add(typed, written);
                for (int length = 0; length < written.Length; length++)
                    Assert.Equal(written[length..], trie.Find(typed + written[..length])?.Text[..(written.Length - length)]);
            }

            // Nothing is found that was not added.
            foreach ((string typed, string written) in entries)
            {
                string? rest = trie.Find(typed + written + "b")?.Text;
                Assert.True(rest is null || entries.Any(entry =>
                    (entry.Item1 + entry.Item2).StartsWith(typed + written + "b" + rest, StringComparison.Ordinal)));
            }
        });
    }
}
