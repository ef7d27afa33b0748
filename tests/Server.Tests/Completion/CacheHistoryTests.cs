using LspCompletion.Engine;
using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Tests.Completion;

public sealed class CacheHistoryTests
{
    [Fact]
    public void What_the_cache_did_is_remembered_the_oldest_first()
    {
        CacheHistory history = History(Asked("cold", reused: 0, computed: 500), Asked("cache", reused: 500, computed: 3));

        Assert.Equal([new CachedAnswer("cold", 0, 500), new CachedAnswer("cache", 500, 3)], history.Recent);
        Assert.Equal(2, history.LatestAnswer);
    }

    [Fact]
    public void The_last_miss_is_told_until_the_next_one()
    {
        CacheHistory history = History(
            Asked("cold", reused: 0, computed: 500, "the slot was empty"), Asked("cache", reused: 500, computed: 3, "the prompt goes on"));
        Assert.Equal("the slot was empty", history.LastMiss);

        history = history.With(Asked("none", reused: 10, computed: 400, "the prompt differs"), 3);
        Assert.Equal("the prompt differs", history.LastMiss);
    }

    [Fact]
    public void A_refusal_says_nothing_of_the_cache_and_an_answer_without_the_model_does()
    {
        Assert.Same(CacheHistory.Empty, History(new CompletionRecord { Source = "none", Reason = "off" }));

        CacheHistory history = History(new CompletionRecord { Source = "typed" });
        Assert.Equal(new CachedAnswer("typed", 0, 0), Assert.Single(history.Recent));
        Assert.Null(history.LastMiss);
    }

    [Fact]
    public void Only_the_last_sixty_answers_are_kept()
    {
        CacheHistory history = History([.. Enumerable.Range(0, 100).Select(i => Asked("cache", reused: i, computed: 1))]);

        Assert.Equal(Enumerable.Range(40, 60), history.Recent.Select(answer => answer.ReusedTokens));
    }

    private static CacheHistory History(params CompletionRecord[] records) =>
        records.Aggregate(CacheHistory.Empty, (history, record) => history.With(record, history.LatestAnswer + 1));

    private static CompletionRecord Asked(string source, int reused, int computed, string reason = "") => new()
    {
        Source = source,
        Stats = new CompletionStats
        {
            ReusedTokens = reused,
            TrimmedTokens = 0,
            ComputedTokens = computed,
            DraftedTokens = 0,
            AcceptedTokens = 0,
            GeneratedTokens = 1,
            ReuseReason = reason,
            PromptMs = 1,
            FirstTokenMs = 1,
            TotalMs = 1,
        },
    };
}
