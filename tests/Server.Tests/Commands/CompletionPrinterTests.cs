using LspCompletion.Server.Commands.Complete;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Server.Commands.Sources;

namespace LspCompletion.Server.Tests.Commands;

public sealed class CompletionPrinterTests
{
    [Fact]
    public void Lines_with_new_text_are_marked() => Assert.Equal(
        " 8   8\n 9   old\n10 + old new\n11\n12   last\n",
        Print("1\n2\n3\n4\n5\n6\n7\n8\nold\nold $0\n\nlast", "new", reason: null));

    [Fact]
    public void Where_there_is_nothing_to_insert_the_reason_is_said() =>
        Assert.Equal("No completion: leaves the block.\n", Print("a$0", "", "leaves the block"));

    [Fact]
    public void Long_lines_are_not_wrapped()
    {
        string line = string.Join(' ', Enumerable.Repeat("word", 500));
        Assert.Equal($"1 + {line}new\n", Print($"{line}$0", "new", reason: null));
    }

    private static string Print(string marked, string completion, string? reason)
    {
        int cursor = marked.IndexOf("$0", StringComparison.Ordinal);
        SourceText source = new("a.cs", marked.Remove(cursor, 2));
        using StringWriter output = new();
        CompletionPrinter.PrintCompletion(
            Terminal.Plain(output),
            CompletionRendering.Render(source, cursor, completion, surroundingLines: 2),
            reason);
        return output.ToString().ReplaceLineEndings("\n");
    }
}
