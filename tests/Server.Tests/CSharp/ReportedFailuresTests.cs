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

    [Theory]
    [InlineData(typeof(InvalidOperationException), 1)]
    [InlineData(typeof(OperationCanceledException), 0)]
    public void A_guide_that_fails_is_told_of_and_its_failure_goes_on_to_the_engine(Type kind, int told)
    {
        var guide = new CarefulNameGuide(
            new ThrowingGuide(() => (Exception)Activator.CreateInstance(kind)!), exception => _failures.Report("search", exception));

        Assert.Throws(kind, () => guide.NamesAfter("a"));

        Assert.Equal(told, _log.Count);
    }

    private sealed class ThrowingGuide(Func<Exception> exception) : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) => throw exception();
    }
}
