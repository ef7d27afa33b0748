namespace LspCompletion.Engine.Tests;

public sealed class PromptSpeedTests
{
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("", 128)]
    [InlineData("512:256", 192)]
    [InlineData("512:1000", 64)]
    [InlineData("512:10000", 64)]
    [InlineData("512:10", 4096)]
    [InlineData("512:0", 128)]
    [InlineData("63:1", 128)]
    [InlineData("512:256 20:100000", 192)]
    [InlineData("512:256 512:100000", 128)]
    [InlineData("512:256 1024:256 1024:256 1024:256 1024:256 1024:256 1024:256 1024:256 1024:256", 320)]
    public void Tokens_within_a_time_follow_the_prompts_that_were_measured(string prompts, int expected)
    {
        var speed = new PromptSpeed();
        foreach (string prompt in prompts.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int[] figures = [.. prompt.Split(':').Select(int.Parse)];
            speed.Timed(figures[0], figures[1]);
        }

        Assert.Equal(expected, speed.TokensWithin(Time));
    }
}
