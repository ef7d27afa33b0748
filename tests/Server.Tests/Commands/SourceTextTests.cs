using CsCheck;
using LspCompletion.Engine;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Tests.Commands;

public sealed class SourceTextTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("a", 1)]
    [InlineData("a\n", 2)]
    [InlineData("a\r\nb\rc\nd", 4)]
    [InlineData("\n\r", 3)]
    public void Lines_end_with_any_of_the_three_breaks(string text, int lines) =>
        Assert.Equal(lines, new SourceText("a.cs", text).LineCount);

    [Theory]
    [InlineData("ab\ncd", 1, 1, 0)]
    [InlineData("ab\ncd", 1, 3, 2)]
    [InlineData("ab\r\ncd", 2, 1, 4)]
    [InlineData("ab\r\ncd", 2, 3, 6)]
    [InlineData("ab\n", 2, 1, 3)]
    [InlineData("x\U0001F600y", 1, 4, 3)]
    public void A_line_and_a_column_give_an_offset(string text, int line, int column, int offset) =>
        Assert.Equal(offset, new SourceText("a.cs", text).OffsetOf(line, column));

    [Theory]
    [InlineData("ab\ncd", 3, 1, "Line 3 is past the end of a.cs, which has 2 lines: choose one from 1 to 2.")]
    [InlineData("ab", 2, 1, "Line 2 is past the end of a.cs, which has 1 line: choose one from 1 to 1.")]
    [InlineData(
        "ab\ncd", 1, 4, "Column 4 is past the end of line 1 of a.cs, which has 2 characters: choose one from 1 to 3.")]
    [InlineData(
        "a\r\nb", 1, 3, "Column 3 is past the end of line 1 of a.cs, which has 1 character: choose one from 1 to 2.")]
    [InlineData(
        "a", 1, int.MaxValue,
        "Column 2147483647 is past the end of line 1 of a.cs, which has 1 character: choose one from 1 to 2.")]
    [InlineData(
        "x\U0001F600y", 1, 3,
        "Column 3 of line 1 of a.cs is inside the character \U0001F600, which takes two columns: choose 2 or 4.")]
    public void A_place_outside_the_text_is_refused(string text, int line, int column, string message) =>
        Assert.Equal(
            message, Assert.Throws<EngineException>(() => new SourceText("a.cs", text).OffsetOf(line, column)).Message);

    [Fact]
    public void Every_offset_outside_a_line_break_is_found_again() =>
        Gen.Select(Gen.String[Gen.Char["ab\r\n"], 1, 40], Gen.Double.Unit).Sample((text, share) =>
        {
            SourceText source = new("a.cs", text);
            int line = source.LineAt((int)(share * text.Length));
            (int start, int end) = source.Line(line);
            Assert.DoesNotContain('\n', text[start..end]);
            Assert.DoesNotContain('\r', text[start..end]);
            for (int offset = start; offset <= end; offset++)
            {
                Assert.Equal(line, source.LineAt(offset));
                Assert.Equal(offset, source.OffsetOf(line, offset - start + 1));
            }
        });
}
