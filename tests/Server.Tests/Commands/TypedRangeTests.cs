using LspCompletion.Engine;
using LspCompletion.Server.Commands.Replay;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Tests.Commands;

public sealed class TypedRangeTests
{
    [Theory]
    [InlineData(40, null, null, 11, 30)]
    [InlineData(16, null, null, 5, 12)]
    [InlineData(15, null, null, 1, 15)]
    [InlineData(1, null, null, 1, 1)]
    [InlineData(40, 3, 5, 3, 5)]
    [InlineData(40, 35, null, 35, 35)]
    [InlineData(40, null, 12, 11, 12)]
    public void The_middle_half_is_typed_unless_the_user_says_otherwise(
        int lines, int? from, int? to, int first, int last)
    {
        SourceText source = Lines(lines);
        TypedRange range = TypedRange.Of(source, from, to);
        Assert.Equal(new TypedRange(first, last, source.Line(first).Start, source.Line(last).End), range);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(1, 41)]
    [InlineData(41, null)]
    public void Lines_that_are_not_there_are_refused(int? from, int? to) =>
        Assert.Contains("--from and --to from 1 to 40", Refusal(Lines(40), from, to));

    [Fact]
    public void Lines_without_text_are_refused() =>
        Assert.StartsWith("Lines 2 to 2 of a.cs hold no text", Refusal(new SourceText("a.cs", "a\n\nb"), 2, 2));

    private static SourceText Lines(int count) => new("a.cs", string.Join('\n', Enumerable.Repeat("text", count)));

    private static string Refusal(SourceText source, int? from, int? to) =>
        Assert.Throws<EngineException>(() => TypedRange.Of(source, from, to)).Message;
}
