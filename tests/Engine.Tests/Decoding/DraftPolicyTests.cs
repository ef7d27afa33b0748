using LspCompletion.Engine.Decoding;

namespace LspCompletion.Engine.Tests.Decoding;

public class DraftPolicyTests
{
    private readonly DraftPolicy _policy = new();

    [Fact]
    public void Drafts_that_are_always_accepted_grow_to_the_most_there_is()
    {
        Verify(matched: 1, accepted: 1, of: 1);

        Assert.Equal(DraftPolicy.MaxTokens, _policy.Length(matched: 1, rows: 1));
    }

    [Fact]
    public void Drafts_that_are_never_accepted_take_only_the_row_that_is_computed_anyway()
    {
        Verify(matched: 20, accepted: 0, of: 1);

        Assert.Equal(1, _policy.Length(matched: 20, rows: 1));
        Assert.Equal(0, _policy.Length(matched: 20, rows: 2));
    }

    [Fact]
    public void The_dearer_a_row_is_the_shorter_drafts_are()
    {
        Verify(matched: 3, accepted: 3, of: 4);
        List<int> lengths = [];
        foreach (double rowMs in (double[])[0.1, 2, 6, 20])
        {
            for (int i = 0; i < 500; i++)
            {
                _policy.Timed(rows: 2, milliseconds: 10);
                _policy.Timed(rows: 6, milliseconds: 10 + (4 * rowMs));
            }

            lengths.Add(_policy.Length(matched: 3, rows: 2));
        }

        Assert.Equal(lengths.OrderDescending(), lengths);
        Assert.Equal(DraftPolicy.MaxTokens, lengths[0]);
        Assert.Equal(0, lengths[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void Prompts_say_nothing_of_drafts(int rows)
    {
        for (int i = 0; i < 100; i++)
        {
            _policy.Timed(rows: 2, milliseconds: 10);
            _policy.Timed(rows: 6, milliseconds: 90);
        }

        int before = _policy.Length(matched: 4, rows: 2);
        for (int i = 0; i < 1000; i++)
            _policy.Timed(rows, milliseconds: 9);

        Assert.Equal(before, _policy.Length(matched: 4, rows: 2));
    }

    [Fact]
    public void One_step_that_was_held_up_changes_little()
    {
        for (int i = 0; i < 100; i++)
        {
            _policy.Timed(rows: 2, milliseconds: 10);
            _policy.Timed(rows: 6, milliseconds: 18);
        }

        int before = _policy.Length(matched: 4, rows: 2);
        _policy.Timed(rows: 6, milliseconds: 5000);

        Assert.Equal(before, _policy.Length(matched: 4, rows: 2));
    }

    [Fact]
    public void A_long_prompt_says_nothing_of_a_draft()
    {
        int before = _policy.Length(matched: 4, rows: 2);
        for (int i = 0; i < 100; i++)
            _policy.Timed(rows: 256, milliseconds: 10_000);

        Assert.Equal(before, _policy.Length(matched: 4, rows: 2));
    }

    private void Verify(int matched, int accepted, int of)
    {
        for (int i = 0; i < 1000; i++)
            _policy.Verified(matched, i % of < accepted);
    }
}
