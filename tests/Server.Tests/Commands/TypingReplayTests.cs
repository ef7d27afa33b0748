using CsCheck;
using LspCompletion.Server.Commands.Replay;

namespace LspCompletion.Server.Tests.Commands;

public sealed class TypingReplayTests
{
    /// <summary>
    /// What is typed is what stands between the bars. The suggestion is the same after every key; in the result each
    /// key's text stands alone and accepted text in [brackets].
    /// </summary>
    [Theory]
    [InlineData("x|abc|y", "", "a b c")]
    [InlineData("|abcbc|", "bc", "a [bc] [bc]")]
    [InlineData("|abc|d", "bcd", "a b c")]
    [InlineData("|abc|", "bcd", "a b c")]
    [InlineData("|abc|", "b", "a b c")]
    [InlineData("|a\r\nb|", "", "a \r\n b")]
    [InlineData("|a\U0001F600b|", "", "a \U0001F600 b")]
    public void A_suggestion_is_accepted_where_it_is_what_comes_next_and_saves_a_key(
        string marked, string suggestion, string keys)
    {
        (string text, TypedRange range) = Parse(marked);
        IEnumerable<string> pressed = TypingReplay
            .Type(text, range, acceptsSuggestions: true, _ => suggestion, text => text)
            .Select(key => (Text: text.Substring(key.Position - key.Length, key.Length), key.Accepts))
            .Select(key => key.Accepts ? $"[{key.Text}]" : key.Text);
        Assert.Equal(keys, string.Join(' ', pressed));
    }

    [Fact]
    public void Without_accepting_every_character_takes_a_key_and_asks_once()
    {
        List<int> asked = [];
        int keys = TypingReplay.Type("abcdef", new TypedRange(1, 1, 1, 5), acceptsSuggestions: false, position =>
        {
            asked.Add(position);
            return "cd";
        }, text => text).Count();
        Assert.Equal(4, keys);
        Assert.Equal([2, 3, 4, 5], asked);
    }

    [Fact]
    public void The_keys_bring_the_whole_text_whatever_is_suggested() =>
        Gen.Select(Gen.String[Gen.Char["ab\r\n"], 1, 30], Gen.String[Gen.Char["ab\n"], 0, 4]).Sample((text, suggestion) =>
        {
            TypedRange range = new(1, 1, 0, text.Length);
            int position = 0;
            foreach (Keystroke<string> key in TypingReplay.Type(text, range, acceptsSuggestions: true, _ => suggestion, text => text))
            {
                Assert.Equal(position + key.Length, key.Position);
                position = key.Position;
            }

            Assert.Equal(text.Length, position);
        });

    private static (string Text, TypedRange Range) Parse(string marked)
    {
        string[] parts = marked.Split('|');
        return (string.Concat(parts), new TypedRange(1, 1, parts[0].Length, parts[0].Length + parts[1].Length));
    }
}
