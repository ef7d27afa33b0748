using LspCompletion.Server.Commands;
using LspCompletion.Server.Commands.Conventions;

namespace LspCompletion.Server.Tests.Commands;

public sealed class CommandLineTests
{
    [Fact]
    public void A_cancelled_command_ends_as_shells_expect_and_says_nothing()
    {
        using StringWriter output = new();
        using StringWriter error = new();
        using MemoryStream input = new("class A"u8.ToArray());
        Terminal terminal = new(input, Terminal.Plain(output), Terminal.Plain(error));
        Assert.Equal(130, CommandLine.Run(
            ["complete", "a.cs:1:8", "--stdin"], terminal, new CancellationToken(canceled: true)));
        Assert.Equal("", output.ToString());
        Assert.Equal("", error.ToString());
    }
}
