using LspCompletion.Server.Commands.Complete;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Tests.Commands;

public sealed class CompletionRenderingTests
{
    /// <summary>$0 is the cursor; in what is shown, new text stands in [brackets].</summary>
    [Theory]
    [InlineData("a\nb$0d\ne", "c", 1, "1 a|2 b[c]d|3 e")]
    [InlineData("a\nb$0d\ne", "c", 0, "2 b[c]d")]
    [InlineData("a\r\nb$0\r\nc", "x\r\ny", 1, "1 a|2 b[x]|3 [y]|4 c")]
    [InlineData("$0", "x", 3, "1 [x]")]
    [InlineData("a\n$0", "x\n", 3, "1 a|2 [x]|3 ")]
    [InlineData("1\n2\n3\n4$0\n5\n6\n7", "x", 2, "2 2|3 3|4 4[x]|5 5|6 6")]
    public void New_text_is_told_from_old(string marked, string completion, int surroundingLines, string expected)
    {
        int cursor = marked.IndexOf("$0", StringComparison.Ordinal);
        SourceText source = new("a.cs", marked.Remove(cursor, 2));
        IEnumerable<string> shown = CompletionRendering.Render(source, cursor, completion, surroundingLines)
            .Select(line => $"{line.Number} {string.Concat(line.Spans.Select(Show))}");
        Assert.Equal(expected, string.Join('|', shown));
    }

    private static string Show(RenderedSpan span) => span.IsNew ? $"[{span.Text}]" : span.Text;
}
