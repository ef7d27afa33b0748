using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Tests.Prompting;

public class TabIndentationTests
{
    [Theory]
    [InlineData("func a() {\n\treturn $0\n}\n", true)]
    [InlineData("func a() {\n$0\n\treturn 1\n}\n", true)]
    [InlineData("\tif a {\r\n$0", true)]
    [InlineData("def a():\n    return $0", false)]
    [InlineData("a\tb\n$0\nc\td", false)]
    [InlineData("\tx\n    y\n$0", false)]
    [InlineData("$0", false)]
    public void The_nearest_indented_line_says_whether_tabs_are_used(string source, bool expected)
    {
        string[] parts = source.Split("$0");

        Assert.Equal(expected, TabIndentation.IsUsedIn(parts[0], parts[1]));
    }

    [Theory]
    [InlineData("x\n    y\n        z", false, "x\n\ty\n\t\tz")]
    [InlineData("x    y\n      z", false, "x    y\n\t  z")]
    [InlineData("    x", false, "    x")]
    [InlineData("    x", true, "\tx")]
    [InlineData("a\n    ", false, "a\n\t")]
    [InlineData("a\n\t    b", false, "a\n\t\tb")]
    [InlineData("  ", true, "  ")]
    [InlineData("", true, "")]
    public void Spaces_that_indent_become_tabs(string generated, bool startsInIndentation, string expected) =>
        Assert.Equal(expected, TabIndentation.Restore(generated, 4, startsInIndentation));
}
