using System.Text.Json;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Tests.Commands;

public sealed class ControlPicturesTests
{
    private static readonly JsonSerializerOptions Relaxed = ReportFormat.With();

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
    public void JSON_has_it_escaped_and_means_the_same()
    {
        const string Text = "a\u202Eb\u200B\U000E0041 👩‍💻 \uFEFF";
        StringWriter output = new();
        Terminal terminal = new(Stream.Null, Terminal.Plain(output), Terminal.Plain(TextWriter.Null));

        terminal.WriteReport(JsonSerializer.Serialize(Text, Relaxed));

        Assert.Equal(Text, JsonSerializer.Deserialize<string>(output.ToString()));
        Assert.DoesNotContain("\u202E", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u200B", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\U000E0041", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_is_half_a_character() => Assert.Equal("a<U+D83D>b", ControlPictures.Replace("a\uD83Db"));
}
