using LspCompletion.Engine;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Tests.Completion;

public sealed class CacheOverviewTests
{
    private readonly CacheOverview _overview = new();

    [Fact]
    public void The_document_that_was_completed_last_comes_first()
    {
        _overview.Answered("a", Asked("cold", reused: 0, computed: 500));
        _overview.Answered("b", Asked("cold", reused: 0, computed: 300));
        _overview.Answered("a", Asked("cache", reused: 500, computed: 3));

        CacheState state = _overview.Read(CacheUsage.None);

        Assert.Equal(["a", "b"], state.Documents.Select(document => document.Uri));
        Assert.Equal(
            [new CachedAnswer("cold", 0, 500), new CachedAnswer("cache", 500, 3)], state.Documents[0].Recent);
    }

    [Fact]
    public void The_last_miss_is_told_until_the_next_one()
    {
        _overview.Answered("a", Asked("cold", reused: 0, computed: 500, "the slot was empty"));
        _overview.Answered("a", Asked("cache", reused: 500, computed: 3, "the prompt goes on"));

        Assert.Equal("the slot was empty", Assert.Single(_overview.Read(CacheUsage.None).Documents).LastMiss);

        _overview.Answered("a", Asked("none", reused: 10, computed: 400, "the prompt differs"));

        Assert.Equal("the prompt differs", Assert.Single(_overview.Read(CacheUsage.None).Documents).LastMiss);
    }

    [Fact]
    public void A_refusal_says_nothing_of_the_cache_and_an_answer_without_the_model_does()
    {
        _overview.Answered("refused", new CompletionRecord { Source = "none", Reason = "off", TotalMs = 0 });
        _overview.Answered("typed", new CompletionRecord { Source = "typed", TotalMs = 0 });

        CachedDocument document = Assert.Single(_overview.Read(CacheUsage.None).Documents);
        Assert.Equal("typed", document.Uri);
        Assert.Equal(new CachedAnswer("typed", 0, 0), Assert.Single(document.Recent));
        Assert.Null(document.LastMiss);
    }

    [Fact]
    public void Only_the_last_sixty_answers_are_kept()
    {
        for (int i = 0; i < 100; i++)
            _overview.Answered("a", Asked("cache", reused: i, computed: 1));

        Assert.Equal(Enumerable.Range(40, 60), Assert.Single(_overview.Read(CacheUsage.None).Documents).Recent.Select(answer => answer.ReusedTokens));
    }

    [Fact]
    public void A_document_that_is_closed_is_forgotten()
    {
        _overview.Answered("a", Asked("cold", reused: 0, computed: 500));
        _overview.Forget("a");
        _overview.Forget("never seen");

        Assert.Empty(_overview.Read(CacheUsage.None).Documents);
    }

    private static CompletionRecord Asked(string source, int reused, int computed, string reason = "") => new()
    {
        Source = source,
        TotalMs = 1,
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
