using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends.Sharing;

namespace LspCompletion.Server.Tests.Backends.Sharing;

public sealed class SharedNameGuideTests
{
    private static readonly AllowedNames Names = new(["Age"], 0, NamePlacement.Here);

    [Fact]
    public void What_was_asked_once_is_known_when_the_completion_is_over_and_nothing_else_is()
    {
        int asked = 0;
        SharedNameGuide guide = new(
            (_, _) =>
            {
                asked++;
                return Task.FromResult<AllowedNames?>(Names);
            },
            TimeSpan.FromMinutes(3));

        Assert.Same(Names, guide.NamesAfter("this."));
        guide.End();
        Assert.Same(Names, guide.NamesAfter("this."));
        EngineException exception = Assert.Throws<EngineException>(() => guide.NamesAfter("that."));

        Assert.Contains("over", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, asked);
    }

    [Fact]
    public void A_window_that_does_not_answer_is_not_waited_for()
    {
        TaskCompletionSource<AllowedNames?> never = new();
        SharedNameGuide guide = new((_, _) => never.Task, TimeSpan.FromMilliseconds(20));

        EngineException exception = Assert.Throws<EngineException>(() => guide.NamesAfter(""));

        Assert.Contains("didn't answer", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(ObjectDisposedException))]
    [InlineData(typeof(InvalidOperationException))]
    public void A_window_that_has_gone_is_told_of_as_that(Type kind)
    {
        SharedNameGuide guide = new(
            (_, _) => Task.FromException<AllowedNames?>((Exception)Activator.CreateInstance(kind, "lost")!), TimeSpan.FromMinutes(3));

        EngineException exception = Assert.Throws<EngineException>(() => guide.NamesAfter(""));

        Assert.Contains("has gone", exception.Message, StringComparison.Ordinal);
    }
}
