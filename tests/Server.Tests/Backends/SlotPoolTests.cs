using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Server.Backends;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends;

public sealed class SlotPoolTests(DefaultEngine shared) : IClassFixture<DefaultEngine>
{
    private readonly CompletionEngine _engine = shared.Engine;

    [Fact]
    public void Over_the_budget_the_slot_that_was_used_longest_ago_gives_way()
    {
        using Slot one = _engine.CreateSlot();
        using SlotPool pool = new(_engine, budgetBytes: 2 * one.ByteCount);
        Slot a = pool.Get("a");
        pool.Get("b");
        Assert.Same(a, pool.Get("a"));

        pool.Get("c");

        Assert.Equal(["a", "c"], pool.Usage.Slots.Keys.Order());
        Assert.Same(a, pool.Get("a"));
    }

    [Fact]
    public void Slots_are_counted_by_what_they_take_and_one_that_grows_sends_away_those_used_longest_ago()
    {
        using Slot one = _engine.CreateSlot();
        using SlotPool pool = new(_engine, budgetBytes: 5 * one.ByteCount);
        foreach (string uri in (string[])["a", "b", "c", "d", "e"])
            pool.Get(uri);
        Assert.Equal(5, pool.Usage.Slots.Count);

        Slot b = pool.Get("b");
        b.Reserve(3 * one.Room);

        Assert.Equal(["b", "e"], pool.Usage.Slots.Keys.Order());
        Assert.Equal(4 * one.ByteCount, pool.Usage.Slots["b"].Bytes);
        Assert.Same(b, pool.Get("b"));

        b.Reserve(5 * one.Room);
        Assert.Equal("b", Assert.Single(pool.Usage.Slots).Key);
    }

    [Fact]
    public void One_slot_is_there_whatever_the_budget()
    {
        using SlotPool pool = new(_engine, budgetBytes: 1);
        pool.Get("a");
        pool.Get("b");

        Assert.Equal("b", Assert.Single(pool.Usage.Slots).Key);
    }

    [Fact]
    public void A_document_that_is_closed_gives_its_slot_back()
    {
        using SlotPool pool = new(_engine, budgetBytes: 1L << 40);
        pool.Get("a");

        pool.Remove("a");
        pool.Remove("never seen");

        Assert.Empty(pool.Usage.Slots);
    }
}
