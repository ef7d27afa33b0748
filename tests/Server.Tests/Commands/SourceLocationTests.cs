using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Tests.Commands;

public sealed class SourceLocationTests
{
    [Theory]
    [InlineData("Program.cs:12:9", "Program.cs", 12, 9)]
    [InlineData("a/b c.cs:1:1", "a/b c.cs", 1, 1)]
    [InlineData(@"C:\x.cs:3:4", @"C:\x.cs", 3, 4)]
    [InlineData("a:1:2:3:4", "a:1:2", 3, 4)]
    public void The_path_is_what_stands_before_line_and_column(string text, string file, int line, int column)
    {
        Assert.True(SourceLocation.TryParse(text, out SourceLocation? location, out _));
        Assert.Equal(new SourceLocation(file, line, column), location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Program.cs")]
    [InlineData("Program.cs:12")]
    [InlineData("Program.cs:12:")]
    [InlineData("Program.cs::9")]
    [InlineData("Program.cs:-1:9")]
    [InlineData("Program.cs:1:+9")]
    [InlineData("Program.cs:1: 9")]
    [InlineData("Program.cs:99999999999:9")]
    [InlineData(":12:9")]
    [InlineData("12:9")]
    [InlineData(@"C:\x.cs:3")]
    public void What_is_no_place_is_refused_with_an_example(string text)
    {
        Assert.False(SourceLocation.TryParse(text, out _, out string? error));
        Assert.Contains("Program.cs:12:9", error);
    }

    [Theory]
    [InlineData("Program.cs:0:5", "line 0")]
    [InlineData("Program.cs:5:0", "column 0")]
    public void A_count_from_zero_is_refused_by_name(string text, string named)
    {
        Assert.False(SourceLocation.TryParse(text, out _, out string? error));
        Assert.Contains(named, error);
        Assert.Contains("count from 1", error);
    }
}
