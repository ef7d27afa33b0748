using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Tests.Commands;

public sealed class ControlPicturesTests
{
    [Theory]
    [InlineData("\tplain text", "\tplain text")]
    [InlineData("\u001B[2Jgone", "␛[2Jgone")]
    [InlineData("\u007F\u0000\u009B", "␡␀\uFFFD")]
    public void Nothing_that_a_terminal_obeys_is_left(string text, string shown) =>
        Assert.Equal(shown, ControlPictures.Replace(text));
}
