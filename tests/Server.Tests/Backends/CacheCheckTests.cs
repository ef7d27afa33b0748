using LspCompletion.Engine;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends;

public sealed class CacheCheckTests : IClassFixture<DefaultEngine>
{
    private static readonly CompletionRequest Request = new()
    {
        Path = "Person.cs",
        Prefix = "public class Person\n{\n    public int ",
        Suffix = "\n    public override string ToString() => $\"{Age}\";\n}\n",
    };

    private readonly CompletionEngine _engine;
    private readonly List<string> _log = [];
    private readonly CacheCheck _check;

    public CacheCheckTests(DefaultEngine shared)
    {
        _engine = shared.Engine;
        _check = new CacheCheck(_log.Add);
    }

    [Fact]
    public void A_completion_that_comes_out_the_same_again_changes_nothing()
    {
        _check.Run(_engine, Request, Complete(), TestContext.Current.CancellationToken);

        Assert.False(_check.IsReuseOff);
        Assert.Empty(_log);
    }

    [Fact]
    public void One_that_was_cut_short_by_the_time_limit_is_compared_as_far_as_it_goes()
    {
        CompletionResult whole = Complete();
        CompletionResult cut = whole with { Tokens = [.. whole.Tokens.Take(2)] };

        _check.Run(_engine, Request, cut, TestContext.Current.CancellationToken);

        Assert.False(_check.IsReuseOff);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_whose_guide_failed_proves_nothing(bool failsOnlyNow)
    {
        CompletionResult right = Complete();
        CompletionResult wrong = right with { Tokens = [4711, .. right.Tokens.Skip(1)] };
        CompletionRequest request = failsOnlyNow ? Request with { Guide = new FailingGuide() } : Request;
        if (!failsOnlyNow)
            wrong = wrong with { Stats = wrong.Stats with { UnguidedReason = "names are left free" } };

        _check.Run(_engine, request, wrong, TestContext.Current.CancellationToken);

        Assert.False(_check.IsReuseOff);
    }

    [Fact]
    public void One_that_comes_out_differently_turns_reuse_off_and_is_logged_with_both_sequences()
    {
        CompletionResult right = Complete();
        CompletionResult wrong = right with { Tokens = [.. right.Tokens.Take(1), 4711, .. right.Tokens.Skip(2)] };

        _check.Run(_engine, Request, wrong, TestContext.Current.CancellationToken);

        Assert.True(_check.IsReuseOff);
        string line = Assert.Single(_log);
        Assert.Contains($"With reuse: [{string.Join(' ', wrong.Tokens)}]", line, StringComparison.Ordinal);
        Assert.Contains($"from nothing: [{string.Join(' ', right.Tokens)}]", line, StringComparison.Ordinal);
        Assert.False(_check.IsDue(1));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.01, 100)]
    [InlineData(1, 10_000)]
    public void As_large_a_share_is_checked_as_the_setting_says(double share, int expected)
    {
        int due = Enumerable.Range(0, 10_000).Count(_ => _check.IsDue(share));

        // Six standard deviations.
        double tolerance = 6 * Math.Sqrt(10_000 * share * (1 - share));
        Assert.InRange(due, expected - tolerance, expected + tolerance);
    }

    private CompletionResult Complete()
    {
        using Slot slot = _engine.CreateSlot();
        return _engine.Complete(slot, Request, onText: null, TestContext.Current.CancellationToken);
    }

    private sealed class FailingGuide : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) => throw new EngineException("nobody knows them any more");
    }
}
