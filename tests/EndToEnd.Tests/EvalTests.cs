using System.Text.Json;

namespace LspCompletion.EndToEnd.Tests;

public sealed class EvalTests
{
    private static readonly string[] FewCases = [.. Evaluate, "--cases", "3"];

    private static string[] Evaluate => ["eval", "--csharp", "tests/Samples/GraphLibrary", "--max-tokens", "8"];

    [Fact]
    public async Task An_evaluation_is_printed_for_every_part_and_gone_on_from()
    {
        using TemporaryFolder folder = new();
        string results = Path.Combine(folder.Path, "results.jsonl");
        ExecutableResult first = await Executable.RunAsync([.. FewCases, "--results", results, "--json"]);
        Assert.Equal("", first.Error);
        Assert.Equal(0, first.ExitCode);
        using JsonDocument json = JsonDocument.Parse(first.Output);
        Assert.Equal(
            ["plain", "context", "guided", "check", "ranked"],
            json.RootElement.GetProperty("figures").EnumerateArray().Select(figures => figures.GetProperty("part").GetString()));

        string[] before = await File.ReadAllLinesAsync(results, TestContext.Current.CancellationToken);
        ExecutableResult second = await Executable.RunAsync([.. FewCases, "--results", results]);

        Assert.Equal(before, await File.ReadAllLinesAsync(results, TestContext.Current.CancellationToken));
        Assert.Contains("+ guided", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_context_is_worth_is_told_for_each_kind_and_all()
    {
        ExecutableResult json = await Executable.RunAsync([.. FewCases, "--worth", "--json"]);
        Assert.Equal("", json.Error);
        using JsonDocument report = JsonDocument.Parse(json.Output);
        Assert.Equal(
            ["names of files", "similar code", "declarations", "all of it"],
            report.RootElement.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetProperty("kind").GetString()));
        Assert.True(report.RootElement.GetProperty("bitsPerToken").GetDouble() > 0);

        ExecutableResult table = await Executable.RunAsync([.. Evaluate, "--cases", "1", "--worth"]);
        Assert.Contains("saved bits", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_language_is_evaluated_with_a_row_for_each()
    {
        string[] sweep = ["eval", "tests/Fixtures/Sweep", "--cases", "4", "--max-tokens", "8"];
        ExecutableResult json = await Executable.RunAsync([.. sweep, "--json"]);
        Assert.Equal("", json.Error);
        using JsonDocument report = JsonDocument.Parse(json.Output);
        JsonElement[] places = [.. report.RootElement.GetProperty("places").EnumerateArray()];
        Assert.Equal(4, places.Length);
        Assert.All(places, place => Assert.Contains(place.GetProperty("outcome").GetString(), (string?[])["right", "near", "harmless", "wrong"]));

        ExecutableResult table = await Executable.RunAsync(sweep);
        Assert.Contains("nothing shown", table.Output, StringComparison.Ordinal);
        Assert.All(places, place => Assert.Contains(place.GetProperty("language").GetString()!, table.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("eval takes one folder", "eval")]
    [InlineData("eval takes one folder", "eval", "a", "--csharp", "b")]
    [InlineData("go with --csharp", "eval", "a", "--worth")]
    public async Task A_folder_is_named_once(string error, params string[] arguments)
    {
        ExecutableResult result = await Executable.RunAsync(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_an_error_that_says_so()
    {
        ExecutableResult result = await Executable.RunAsync(["eval", "--csharp", "no/such/folder"]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("There is no folder", result.Error, StringComparison.Ordinal);
    }
}
