using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Tests.Completion;

public sealed class LiveStatusTests
{
    [Fact]
    public async Task Whoever_listens_hears_of_all_changes_in_their_order()
    {
        LiveStatus status = new(new EngineStatus(EngineState.Loading, "", Percent: 0));
        List<int?> heard = [];
        status.Changed += change => heard.Add(change.Percent);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
                await status.Change(before => before with { Percent = before.Percent + 1 });
        })));

        Assert.Equal(Enumerable.Range(1, 2000).Select(percent => (int?)percent), heard);
        Assert.Equal(2000, status.Current.Percent);
    }

    [Fact]
    public async Task Nobody_holds_a_lock_while_somebody_hears_of_a_change()
    {
        LiveStatus status = new(new EngineStatus(EngineState.Loading, "", Percent: 0));
        bool wasFree = false;
        status.Changed += change =>
        {
            if (change.Percent == 1)
                wasFree = Task.Run(() => status.Change(before => before with { Percent = 2 }) is not null).Wait(TimeSpan.FromSeconds(60));
        };

        await status.Change(before => before with { Percent = 1 });

        Assert.True(wasFree);
        Assert.Equal(2, status.Current.Percent);
    }

    [Fact]
    public void What_stays_the_same_is_not_told()
    {
        LiveStatus status = new(new EngineStatus(EngineState.Ready, "Ready."));
        status.Changed += _ => Assert.Fail("Nothing has changed.");

        Assert.True(status.Change(before => before with { Message = "Ready." }).IsCompletedSuccessfully);
    }
}
