using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Tests.Commands;

public sealed class ControlPicturesTests
{
    [Theory]
    [InlineData("\tplain text", "\tplain text")]
    [InlineData("\u001B[2Jgone", "␛[2Jgone")]
    [InlineData("\u007F\u0000\u009B", "␡␀<U+009B>")]
    [InlineData("two\r\nlines", "two␍␊lines")]
    [InlineData("if (\u202E isAdmin\u2066)", "if (<U+202E> isAdmin<U+2066>)")]
    [InlineData("\u200B\uFEFF\U000E0041\u2028", "<U+200B><U+FEFF><U+E0041><U+2028>")]
    [InlineData("👩‍💻 ⚠️ עברית", "👩‍💻 ⚠️ עברית")]
    public void Nothing_that_a_terminal_obeys_is_left(string text, string shown) =>
        Assert.Equal(shown, ControlPictures.Replace(text));

    [Fact]
    public void Nor_is_half_a_character() => Assert.Equal("a<U+D83D>b", ControlPictures.Replace("a\uD83Db"));
}
