using LspCompletion.Engine.Decoding;
using LspCompletion.Server.CSharp;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>What the compiler stumbles over costs one answer, and is told once.</summary>
public sealed class ReportedFailuresTests
{
    private readonly List<string> _log = [];
    private readonly ReportedFailures _failures;
    private int _changes;

    public ReportedFailuresTests() => _failures = new ReportedFailures(_log.Add, () => _changes++);

    [Fact]
    public void Each_kind_is_told_once_by_its_place_and_without_source_text()
    {
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(7, _failures.Try("check", 7, () => throw new InvalidOperationException("secret")));
            Assert.Equal(7, _failures.Try("check", 7, () => throw new NotSupportedException("secret")));
            Assert.Equal(7, _failures.Try("search", 7, () => throw new NotSupportedException("secret")));
        }

        Assert.Equal(3, _log.Count);
        Assert.Equal(15, _changes);
        Assert.Equal(_log[^1], _failures.Message);
        Assert.All(_log, line => Assert.DoesNotContain("secret", line, StringComparison.Ordinal));
        Assert.All(_log, line => Assert.Contains(nameof(ReportedFailuresTests), line, StringComparison.Ordinal));
        Assert.All(_log, line => Assert.DoesNotContain('\n', line));
    }

    [Fact]
    public void What_succeeds_or_is_cancelled_is_no_failure()
    {
        Assert.Equal(1, _failures.Try("check", 7, () => 1));
        Assert.Throws<OperationCanceledException>(() => _failures.Try("check", 7, () => throw new OperationCanceledException()));

        Assert.Empty(_log);
        Assert.Equal("", _failures.Message);
    }

    [Fact]
    public void A_guide_that_failed_leaves_everything_free_from_then_on()
    {
        var guide = new CarefulNameGuide(new ThrowingGuide(() => new InvalidOperationException()), exception => _failures.Report("search", exception));

        Assert.Null(guide.NamesAfter("a"));
        Assert.Null(guide.NamesAfter("ab"));

        Assert.Single(_log);
        Assert.Equal(1, _changes);
    }

    [Fact]
    public void A_guide_of_a_closed_document_leaves_everything_free()
    {
        var guide = new CarefulNameGuide(new ThrowingGuide(() => new OperationCanceledException()), exception => _failures.Report("search", exception));

        Assert.Null(guide.NamesAfter("a"));

        Assert.Empty(_log);
    }

    private sealed class ThrowingGuide(Func<Exception> exception) : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) => throw exception();
    }
}
