namespace LspCompletion.EndToEnd.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("complete", "--help")]
    [InlineData("--max-tokens", "complete", "--help")]
    [InlineData("--plot", "bench", "--help")]
    public async Task Help_goes_to_standard_output(string named, params string[] arguments)
    {
        ExecutableResult result = await Executable.RunAsync(arguments);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(named, result.Output);
    }
}
