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
        Slot a = pool.Get("a", Prompt("a"));
        pool.Get("b", Prompt("b"));
        Assert.Same(a, pool.Get("a", Prompt("a")));

        pool.Get("c", Prompt("c"));

        Assert.Equal(["a", "c"], pool.Usage.Slots.Keys.Order());
        Assert.Same(a, pool.Get("a", Prompt("a")));
    }

    [Fact]
    public void Slots_are_counted_by_what_they_take_and_one_that_grows_sends_away_those_used_longest_ago()
    {
        using Slot one = _engine.CreateSlot();
        using SlotPool pool = new(_engine, budgetBytes: 5 * one.ByteCount);
        foreach (string uri in (string[])["a", "b", "c", "d", "e"])
            pool.Get(uri, Prompt(uri));
        Assert.Equal(5, pool.Usage.Slots.Count);

        Slot b = pool.Get("b", Prompt("b"));
        b.Reserve(3 * one.Room);

        Assert.Equal(["b", "e"], pool.Usage.Slots.Keys.Order());
        Assert.Equal(4 * one.ByteCount, pool.Usage.Slots["b"].Bytes);
        Assert.Same(b, pool.Get("b", Prompt("b")));

        b.Reserve(5 * one.Room);
        Assert.Equal("b", Assert.Single(pool.Usage.Slots).Key);
    }

    [Fact]
    public void A_prompt_that_is_quite_another_is_computed_beside_the_one_before()
    {
        using SlotPool pool = new(_engine, budgetBytes: 1L << 40);
        PreparedRequest first = Prompt(Lines("first"));
        Slot serving = Fill(pool, first);

        // What goes on, and what differs near the end, is no other prompt.
        Assert.Same(serving, pool.Get("a", Prompt(Lines("first") + "more")));
        Assert.Same(serving, pool.Get("a", Prompt(Lines("first")[..^40])));

        PreparedRequest second = Prompt(Lines("second"));
        Slot other = Fill(pool, second);
        Assert.NotSame(serving, other);
        Assert.Equal((0, 0), (first.MissingFrom(serving), second.MissingFrom(other)));
        Assert.Same(serving, pool.Get("a", first));
        Assert.Same(other, pool.Get("a", second));

        // There is no third: the one that was used longest ago is filled anew.
        Assert.Same(serving, pool.Get("a", Prompt(Lines("third"))));
        Assert.Equal(serving.ByteCount + other.ByteCount, Assert.Single(pool.Usage.Slots).Value.Bytes);
    }

    [Fact]
    public void What_is_computed_in_pieces_goes_on_in_its_slot()
    {
        using SlotPool pool = new(_engine, budgetBytes: 1L << 40);
        Slot serving = Fill(pool, Prompt(Lines("first")));
        string second = Lines("second");
        Slot beside = Fill(pool, Prompt(second[..(second.Length / 3)]));

        Assert.Same(beside, pool.Get("a", Prompt(second)));
        Assert.Same(beside, pool.Get("a", Prompt(second)));
        Assert.Same(serving, pool.Get("a", Prompt(Lines("first"))));
    }

    [Theory]
    [InlineData("short = ")]
    [InlineData("def short(value, other):\n    short = value + other * 2 - 1\n    if short > value:\n        short = other\n    return short\n\nshort(1, 2) + short(3, 4) + short(5, 6) + ")]
    public void A_short_prompt_does_not_take_the_place_of_a_long_one_that_is_being_computed(string nearest)
    {
        using SlotPool pool = new(_engine, budgetBytes: 1L << 40);
        PreparedRequest whole = Prompt(Lines("whole"));
        Fill(pool, Prompt(nearest));
        Slot computed = Fill(pool, Prompt(Lines("whole")[..^200]));
        int missing = whole.MissingFrom(computed);

        Assert.NotSame(computed, Fill(pool, Prompt(nearest)));
        Assert.NotSame(computed, Fill(pool, Prompt(nearest + "1")));

        Assert.Equal(missing, whole.MissingFrom(computed));
        Assert.Same(computed, pool.Get("a", whole));
    }

    [Fact]
    public void Over_the_budget_the_last_prompt_of_a_document_outlives_second_ones()
    {
        using Slot one = _engine.CreateSlot();
        one.Reserve(300);
        using SlotPool pool = new(_engine, budgetBytes: 3 * one.ByteCount);
        Slot a = Fill(pool, Prompt(Lines("first")));
        Fill(pool, Prompt(Lines("first")), "b");
        PreparedRequest last = Prompt(Lines("second"));
        Fill(pool, last, "b");

        Fill(pool, Prompt(Lines("first")), "c");

        Assert.Equal(["a", "b", "c"], pool.Usage.Slots.Keys.Order());
        Assert.Equal((one.ByteCount, 0), (pool.Usage.Slots["b"].Bytes, last.MissingFrom(pool.Get("b", last))));
        Assert.Same(a, pool.Get("a", Prompt(Lines("first"))));
    }

    [Fact]
    public void One_slot_is_there_whatever_the_budget()
    {
        using SlotPool pool = new(_engine, budgetBytes: 1);
        pool.Get("a", Prompt("a"));
        pool.Get("b", Prompt("b"));

        Assert.Equal("b", Assert.Single(pool.Usage.Slots).Key);
    }

    [Fact]
    public void A_document_that_is_closed_gives_its_slots_back()
    {
        using SlotPool pool = new(_engine, budgetBytes: 1L << 40);
        Fill(pool, Prompt(Lines("first")));
        Fill(pool, Prompt(Lines("second")));

        pool.Remove("a");
        pool.Remove("never seen");

        Assert.Empty(pool.Usage.Slots);
    }

    private static string Lines(string word) => string.Concat(Enumerable.Range(0, 24).Select(line => $"{word} = {word} + {line}\n"));

    private PreparedRequest Prompt(string prefix) => _engine.Prepare(new CompletionRequest { Path = "a.py", Prefix = prefix, Suffix = "" });

    private static Slot Fill(SlotPool pool, PreparedRequest prompt, string uri = "a")
    {
        Slot slot = pool.Get(uri, prompt);
        CompletionEngine.Warm(slot, prompt, TestContext.Current.CancellationToken);
        return slot;
    }
}
