using LspCompletion.Server.Commands.Serve;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Commands;

public sealed class HardExitTests
{
    [Fact]
    public void What_ends_in_time_ends_nothing_else()
    {
        bool hasEnded = false;
        HardExit.Unless(() => hasEnded = true, Patience.Limit, () => Assert.Fail("It has ended."));

        Assert.True(hasEnded);
    }

    [Fact]
    public async Task What_never_ends_is_ended_with_its_process()
    {
        using ManualResetEventSlim never = new();
        bool isGivenUp = false;

        await Task.Run(
            () => HardExit.Unless(never.Wait, TimeSpan.FromMilliseconds(50), () => isGivenUp = true), TestContext.Current.CancellationToken)
            .WithPatienceAsync("somebody to give up");

        Assert.True(isGivenUp);
        never.Set();
    }
}
