using CsCheck;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Text;

namespace LspCompletion.Engine.Tests.Text;

public sealed class InvisibleTextTests
{
    /// <summary>What the letters of any text are, and what of the kind that matters here.</summary>
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char.Select(character => character.ToString()),
        Gen.OneOf("a", "\u202E", "\u200D", "\uFE0F", "👩", "❤", "💻", "\U000E0041", "\uDB40", "\uDC41", "1", "\u20E3")).Array[0, 12]
        .Select(string.Concat);

    [Theory]
    [InlineData("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C")] // directions
    [InlineData("\u200B\u200C\u200D\u2060\uFEFF\u00AD\u034F\u180E\u3164\u115F\uFFA0")] // nothing to see
    [InlineData("\U000E0001\U000E0041\U000E007F\U000E0100\U000E01EF\uFE00\uFE0F")] // tags and selectors
    [InlineData("\u0000\u0008\u000B\u000C\u001B\u007F\u0080\u0085\u009B\u009D")] // controls
    [InlineData("\u2028\u2029\uFFF9\uFFFB")] // lines and annotations
    public void Each_is_found(string characters)
    {
        Assert.Equal("", InvisibleText.Strip(characters).Replace(" ", "", StringComparison.Ordinal));
        Assert.All(characters.EnumerateRunes().Where(rune => rune.Value != ' '), rune =>
            Assert.Equal((1, "ab"), (InvisibleText.IndexIn($"a{rune}b", 0, out _), InvisibleText.Strip($"a{rune}b"))));
    }

    [Fact]
    public void Half_a_character_is_found() => Assert.Equal("  a", InvisibleText.Strip("\uD83D \uDE00\uD83D a\uDB40"));

    [Theory]
    [InlineData("plain text\twith\r\nlines\u00A0and\u3000spaces")]
    [InlineData("Ünïcödé, e\u0301, 日本語, עברית, العربية, हिन्दी")]
    [InlineData("👩‍💻 👨‍👩‍👧‍👦 ❤️ ⚠️ ☎︎ 👍🏽 👩🏽‍🚀 🏴‍☠️ 1️⃣ #️⃣ ↔️ ‼️")]
    [InlineData("\uE0B0 \uFFFD ™ ©️")]
    public void What_is_seen_stays(string text) => Assert.Same(text, InvisibleText.Strip(text));

    [Theory]
    [InlineData("a\uFE0Fb", "ab")]
    [InlineData("=\uFE0F=", "==")]
    [InlineData("1\uFE0F+", "1+")]
    [InlineData("a\u200Db", "ab")]
    [InlineData("👩\u200Da", "👩a")]
    [InlineData("a\u200D👩", "a👩")]
    [InlineData("👩\u200D\u200D💻", "👩💻")]
    [InlineData("\uFE0F❤", "❤")]
    [InlineData("❤\uFE0F\uFE0F", "❤\uFE0F")]
    public void What_makes_an_emoji_elsewhere_is_found(string text, string expected) =>
        Assert.Equal(expected, InvisibleText.Strip(text));

    [Fact]
    public void Nothing_is_left_and_what_was_seen_is() => Text.Sample(text =>
    {
        string stripped = InvisibleText.Strip(text);

        Assert.False(InvisibleText.IsIn(stripped));
        Assert.Equal(Seen(text), Seen(stripped));

        static IEnumerable<char> Seen(string text) =>
            text.Where(character => !char.IsSurrogate(character) && !InvisibleText.IsIn([character]));
    });

    [Theory]
    [InlineData("one line", "one line")]
    [InlineData("two\r\nlines\nand\tmore", "two lines and more")]
    [InlineData("\u001B]0;title\u0007\u202E", "\uFFFD]0;title\uFFFD\uFFFD")]
    public void A_message_is_one_line_that_acts_on_nothing(string message, string expected) =>
        Assert.Equal(expected, new EngineException(message).Message);

    [Fact]
    public void A_message_is_not_endless() =>
        Assert.Equal(OneLine.MostLength + 1, new EngineException(new string('a', 1_000_000)).Message.Length);

    [Fact]
    public void Other_files_are_shown_without_it()
    {
        ContextFile file = new("a\u202Eb.cs", "x\u200By\U000E0041\tz\r\n");

        Assert.Equal(new ContextFile("ab.cs", "xy\tz\r\n"), file);
        Assert.Equal("12", (file with { Text = "1\u20602" }).Text);
    }
}
