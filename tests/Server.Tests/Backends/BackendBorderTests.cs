using LspCompletion.Engine;
using LspCompletion.Server.Backends;

namespace LspCompletion.Server.Tests.Backends;

public sealed class BackendBorderTests
{
    [Theory]
    [InlineData("engine", false, false, typeof(EngineException))]
    [InlineData("engine", true, false, typeof(EngineException))]
    [InlineData("engine", false, true, typeof(BackendGoneException))]
    [InlineData("overtaken", false, false, typeof(OvertakenException))]
    [InlineData("overtaken", false, true, typeof(OvertakenException))]
    [InlineData("gone", false, false, typeof(BackendGoneException))]
    [InlineData("cancelled", true, false, typeof(OperationCanceledException))]
    [InlineData("cancelled", true, true, typeof(OperationCanceledException))]
    [InlineData("cancelled", false, true, typeof(BackendGoneException))]
    [InlineData("cancelled", false, false, typeof(EngineException))]
    [InlineData("bug", false, false, typeof(EngineException))]
    [InlineData("bug", false, true, typeof(BackendGoneException))]
    public async Task What_is_thrown_within_has_one_meaning_without(string thrown, bool isTakenBack, bool isDisposed, Type expected)
    {
        Exception within = thrown switch
        {
            "engine" => new EngineException("no"),
            "overtaken" => new OvertakenException(),
            "gone" => new BackendGoneException("gone"),
            "cancelled" => new OperationCanceledException(),
            _ => new ArgumentException("two\nlines"),
        };
        CancellationToken own = new(isTakenBack);

        Exception? without = await Record.ExceptionAsync(() => BackendBorder.CrossAsync(
            "The model", () => Task.FromException<int>(within), new CancellationToken(isDisposed), own));

        Assert.IsType(expected, without);
        if (without is OperationCanceledException cancelled)
            Assert.Equal(own, cancelled.CancellationToken);
    }

    [Fact]
    public void A_failure_that_nobody_has_foreseen_is_one_line_that_asks_for_a_report() => Assert.Equal(
        "The model failed (ArgumentException: two lines); please report this.",
        BackendBorder.Failure("The model", new ArgumentException("two\nlines")).Message);
}
