using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Tests.Inference;

namespace LspCompletion.Engine.Tests.Caching;

public sealed class SlotTests : IDisposable
{
    private readonly ModelSession _model = SmallModel.Load("shared-buffer");
    private readonly CancellableRun _run = new(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _run.Dispose();
        _model.Dispose();
    }

    [Fact]
    public void An_empty_slot_computes_the_whole_prompt()
    {
        using var slot = new Slot(_model, 64);

        Assert.Equal(new PromptReuse(ReuseReason.Cold, Reused: 0, Trimmed: 0, Computed: 5), Load(slot, [1, 2, 3, 4, 5]));
        Assert.Equal([1, 2, 3, 4, 5], slot.Tokens);
    }

    [Fact]
    public void A_prompt_that_goes_on_computes_what_is_new()
    {
        using var slot = new Slot(_model, 64);
        Load(slot, [1, 2, 3, 4, 5]);

        Assert.Equal(
            new PromptReuse(ReuseReason.Extended, Reused: 5, Trimmed: 0, Computed: 3), Load(slot, [1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void One_new_token_is_computed_together_with_the_one_before_it()
    {
        using var slot = new Slot(_model, 64);
        Load(slot, [1, 2, 3, 4, 5]);

        Assert.Equal(
            new PromptReuse(ReuseReason.Extended, Reused: 4, Trimmed: 1, Computed: 2), Load(slot, [1, 2, 3, 4, 5, 6]));
    }

    [Fact]
    public void A_prompt_that_differs_keeps_what_is_common()
    {
        using var slot = new Slot(_model, 64);
        Load(slot, [1, 2, 3, 4, 5]);

        Assert.Equal(
            new PromptReuse(ReuseReason.Diverged, Reused: 2, Trimmed: 3, Computed: 4), Load(slot, [1, 2, 9, 9, 9, 9]));
        Assert.Equal([1, 2, 9, 9, 9, 9], slot.Tokens);
    }

    [Theory]
    [InlineData(5, 3, 2)]
    [InlineData(4, 2, 3)]
    [InlineData(2, 0, 5)]
    [InlineData(1, 0, 5)]
    public void A_prompt_that_is_held_already_computes_its_last_tokens_for_their_logits(int length, int reused, int trimmed)
    {
        using var slot = new Slot(_model, 64);
        Load(slot, [1, 2, 3, 4, 5]);

        PromptReuse reuse = Load(slot, [.. Enumerable.Range(1, length)]);

        Assert.Equal(new PromptReuse(ReuseReason.Repeated, reused, trimmed, length - reused), reuse);
    }

    [Fact]
    public void One_new_token_with_a_draft_is_computed_with_that()
    {
        using var slot = new Slot(_model, 64);
        Load(slot, [1, 2, 3, 4, 5]);

        Assert.Equal(
            new PromptReuse(ReuseReason.Extended, Reused: 5, Trimmed: 0, Computed: 1), Load(slot, [1, 2, 3, 4, 5, 6], [7]));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], slot.Tokens);
    }

    [Fact]
    public void A_draft_that_came_true_is_reused_and_one_that_did_not_is_trimmed()
    {
        using var slot = new Slot(_model, 64);
        Load(slot, [1, 2, 3], [4, 5, 6]);

        Assert.Equal(
            new PromptReuse(ReuseReason.Diverged, Reused: 5, Trimmed: 1, Computed: 2), Load(slot, [1, 2, 3, 4, 5, 9, 9]));
    }

    [Fact]
    public void A_prompt_of_one_token_is_computed_with_a_copy_of_itself()
    {
        using var slot = new Slot(_model, 64);

        Assert.Equal(new PromptReuse(ReuseReason.Cold, Reused: 0, Trimmed: 0, Computed: 1), Load(slot, [1]));
        Assert.Equal(new PromptReuse(ReuseReason.Diverged, Reused: 1, Trimmed: 1, Computed: 2), Load(slot, [1, 2, 3]));
    }

    [Theory]
    [InlineData(31, 2)]
    [InlineData(32, 1)]
    [InlineData(33, 0)]
    [InlineData(30, 8)]
    [InlineData(57, 8)]
    [InlineData(96, 8)]
    public void The_logits_behind_a_draft_are_those_of_the_prompt_with_it(int length, int drafted)
    {
        int[] tokens = [.. Enumerable.Range(0, length + drafted).Select(i => i * 7 % SmallModel.VocabularySize)];
        using var slot = new Slot(_model, 128);
        float[] logits = slot.Load(tokens.AsSpan(0, length), source: 0, tokens.AsSpan(length), _run, out _).ToArray();

        Assert.Equal((drafted + 1) * SmallModel.VocabularySize, logits.Length);
        for (int row = 0; row <= drafted; row++)
        {
            using var fresh = new Slot(_model, 128);
            Assert.Equal(
                fresh.Load(tokens.AsSpan(0, length + row), source: 0, draft: [], _run, out _),
                logits.AsSpan(row * SmallModel.VocabularySize, SmallModel.VocabularySize));
        }
    }

    [Fact]
    public void A_cleared_slot_is_cold()
    {
        using var slot = new Slot(_model, 64);
        Load(slot, [1, 2, 3]);

        slot.Clear();

        Assert.True(slot.Tokens.IsEmpty);
        Assert.Equal(ReuseReason.Cold, Load(slot, [1, 2, 3]).Reason);
    }

    [Fact]
    public void A_cancelled_load_keeps_what_was_there_and_a_later_one_succeeds()
    {
        using var slot = new Slot(_model, 64);
        Load(slot, [1, 2, 3, 4, 5]);
        using var cancelled = new CancellationTokenSource();
        using var run = new CancellableRun(cancelled.Token);
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => slot.Load([1, 2, 3, 9, 9, 9], source: 0, draft: [], run, out _));

        Assert.Equal([1, 2, 3], slot.Tokens);
        Assert.Equal(
            new PromptReuse(ReuseReason.Extended, Reused: 3, Trimmed: 0, Computed: 3), Load(slot, [1, 2, 3, 9, 9, 9]));
    }

    [Fact]
    public void A_load_whose_time_is_over_keeps_its_steps_and_the_next_one_goes_on_from_them()
    {
        // This graph writes all logits, and is computed in short steps.
        using ModelSession model = SmallModel.Load("optimum/llama");
        int[] prompt = [.. Enumerable.Range(0, 100).Select(i => i * 7 % SmallModel.VocabularySize)];
        using var fresh = new Slot(model, 128);
        float[] expected = fresh.Load(prompt, source: 0, draft: [], _run, out _).ToArray();
        using var slot = new Slot(model, 128);
        int held = 0;

        for (int loads = 0; ; loads++)
        {
            using var run = new CancellableRun(new TickingClock(), TimeSpan.Zero, TestContext.Current.CancellationToken);
            ReadOnlySpan<float> logits = slot.Load(prompt, source: 0, draft: [], run, out PromptReuse reuse);
            Assert.Equal(prompt.Length, reuse.Reused + reuse.Computed + reuse.Remaining);
            Assert.Equal(held, reuse.Reused);
            if (reuse.Remaining == 0)
            {
                Assert.True(loads > 0, "The time was never over.");
                Assert.Equal(expected, logits);
                return;
            }

            Assert.True(logits.IsEmpty);
            Assert.True(slot.Tokens.Length > held);
            held = slot.Tokens.Length;
        }
    }

    [Theory]
    [InlineData("shared-buffer", 16, 16)]
    [InlineData("shared-buffer", 17, 32)]
    [InlineData("shared-buffer", 60, 64)]
    [InlineData("shared-buffer", 65, 100)]
    [InlineData("optimum/llama", 17, 32)]
    [InlineData("optimum/llama", 65, 100)]
    [InlineData("static-cache", 17, 64)]
    public void Memory_is_taken_as_it_is_needed_doubled_up_to_the_capacity(string folder, int tokens, int expected)
    {
        using ModelSession model = SmallModel.Load(folder);
        int grown = 0;
        using var slot = new Slot(model, capacity: 100, leastCapacity: 16, onGrown: () => grown++);
        long bytesOfOne = slot.ByteCount / slot.Room;

        int before = slot.Room;
        Load(slot, [.. Enumerable.Range(0, tokens).Select(i => i % SmallModel.VocabularySize)]);

        Assert.Equal(expected, slot.Room);
        Assert.Equal(bytesOfOne * slot.Room, slot.ByteCount);
        Assert.Equal(slot.Room > before ? 1 : 0, grown);
    }

    [Theory]
    [InlineData("shared-buffer")]
    [InlineData("optimum/llama")]
    public void A_slot_that_could_not_grow_keeps_what_it_held(string folder)
    {
        using ModelSession session = SmallModel.Load(folder);
        var model = new ScarceMemory(session);
        using var slot = new Slot(model, capacity: 100, leastCapacity: 8);
        Load(slot, [1, 2, 3, 4, 5]);
        int[] longer = [.. Enumerable.Range(1, 40)];

        model.IsScarce = true;
        Assert.Throws<InsufficientMemoryException>(() => Load(slot, longer));
        Assert.Equal([1, 2, 3, 4, 5], slot.Tokens);
        Assert.Equal(8, slot.Room);

        model.IsScarce = false;
        using var cancelled = new CancellationTokenSource();
        using var run = new CancellableRun(cancelled.Token);
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => slot.Load(longer, source: 0, draft: [], run, out _));
        Assert.Equal([1, 2, 3, 4, 5], slot.Tokens);

        using var fresh = new Slot(session, capacity: 100, leastCapacity: 100);
        Assert.Equal(
            fresh.Load(longer, source: 0, draft: [], _run, out _).ToArray(),
            slot.Load(longer, source: 0, draft: [], _run, out PromptReuse reuse).ToArray());
        Assert.Equal(5, reuse.Reused);
    }

    [Fact]
    public void What_was_written_behind_a_prompt_is_remembered_until_something_else_was()
    {
        using var slot = new Slot(_model, 64);
        slot.Remember([1, 2, 3, 4, 5]);
        slot.Remember([1, 2, 3]);

        Assert.Equal([3, 4, 5], slot.WrittenBehind([1, 2]));
        Assert.Equal([5], slot.WrittenBehind([1, 2, 3, 4]));
        Assert.True(slot.WrittenBehind([2]).IsEmpty);
        slot.Remember([1, 2, 9]);
        Assert.Equal([9], slot.WrittenBehind([1, 2]));
        slot.Clear();
        Assert.True(slot.WrittenBehind([1, 2]).IsEmpty);
    }

    private PromptReuse Load(Slot slot, int[] prompt, int[]? draft = null)
    {
        slot.Load(prompt, source: 0, draft, _run, out PromptReuse reuse);
        return reuse;
    }
}
