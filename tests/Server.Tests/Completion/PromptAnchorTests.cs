using LspCompletion.Server.Completion;
using LspCompletion.Server.Settings;

namespace LspCompletion.Server.Tests.Completion;

public class PromptAnchorTests
{
    private const string Below = "\n    }\n\n    public void Next()\n    {\n        Go();\n    }\n}\n";

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, true)]
    [InlineData(900, true)]
    [InlineData(9, false)]
    [InlineData(5000, false)]
    public void It_holds_for_what_is_typed_behind_it(int cursor, bool holds) =>
        Assert.Equal(holds, new PromptAnchor(10, "0123456789", Below, [], ServerSettings.Default).Holds(cursor, Below));

    [Theory]
    [InlineData(Below, true)]
    [InlineData(");" + Below, true)]
    [InlineData("\n" + Below, true)]
    [InlineData("\n    }\n\n    public void Last()\n    {\n        Stop();\n    }\n}\n", false)]
    [InlineData("\n}\n", false)]
    [InlineData("", false)]
    public void It_holds_while_the_lines_below_stay_what_they_were(string after, bool holds) =>
        Assert.Equal(holds, PromptAnchor.IsNearlyTheSame(Below, after));

    [Fact]
    public void Of_many_lines_a_few_may_change()
    {
        string[] lines = [.. Enumerable.Range(0, 40).Select(i => $"line {i};")];
        string suffix = "\n" + string.Join('\n', lines);
        lines[3] = "changed;";
        lines[4] = "changed too;";

        Assert.True(PromptAnchor.IsNearlyTheSame(suffix, "\n" + string.Join('\n', lines)));
        lines[10] = lines[11] = lines[12] = "changed as well;";
        Assert.False(PromptAnchor.IsNearlyTheSame(suffix, "\n" + string.Join('\n', lines)));
    }

    [Fact]
    public void At_the_end_of_a_document_it_holds() => Assert.True(PromptAnchor.IsNearlyTheSame("", ""));
}
