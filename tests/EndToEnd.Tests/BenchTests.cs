using System.Text.Json;

namespace LspCompletion.EndToEnd.Tests;

public sealed class BenchTests
{
    private static readonly string[] FewKeys =
        ["bench", "tests/Samples/Inventory.cs", "--keystrokes", "8", "--sample", "2", "--max-tokens", "8"];

    [Fact]
    public async Task The_cache_gain_is_measured()
    {
        ExecutableResult result = await Executable.RunAsync([.. FewKeys, "--compare", "--json"]);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);

        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement total = json.RootElement.GetProperty("total");
        Assert.Equal(8, total.GetProperty("keystrokes").GetInt32());
        Assert.True(total.GetProperty("isCut").GetBoolean());
        Assert.Equal(8, total.GetProperty("withCache").GetProperty("completions").GetInt32());
        Assert.Equal(2, total.GetProperty("withoutCache").GetProperty("completions").GetInt32());
        Assert.InRange(total.GetProperty("withCache").GetProperty("reusedShare").GetDouble(), 0.8, 1);
        Assert.Equal(0, total.GetProperty("withoutCache").GetProperty("reusedTokens").GetDouble());
        Assert.True(total.GetProperty("promptGain").GetDouble() > 1);
    }

    [Theory]
    [InlineData("with cache", "without cache")]
    [InlineData("without cache", "with cache", "--no-cache")]
    public async Task The_table_shows_what_was_asked_for(string shown, string absent, params string[] options)
    {
        ExecutableResult result = await Executable.RunAsync([.. FewKeys, .. options]);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("tests/Samples/Inventory.cs, lines 17 to 50", result.Output);
        Assert.Contains("8 keystrokes", result.Output);
        Assert.Contains("cut short by --keystrokes", result.Output);
        Assert.Contains($" {shown}", result.Output);
        Assert.DoesNotContain($" {absent}", result.Output);
        Assert.Contains("p99", result.Output);
    }

    [Fact]
    public async Task A_plot_is_drawn()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "cost.png");
        ExecutableResult result = await Executable.RunAsync([.. FewKeys, "--plot", file]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal($"Drawn: {file}\n", result.Error);
        Assert.Equal("PNG"u8, File.ReadAllBytes(file).AsSpan(1, 3));
    }

    [Fact]
    public async Task A_server_is_typed_into()
    {
        ExecutableResult result = await Executable.RunAsync(
            "bench", "tests/Samples/Inventory.cs", "--server", "--keystrokes", "12", "--interval", "0", "--json");
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);

        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement total = json.RootElement.GetProperty("total");
        Assert.Equal(12, total.GetProperty("keystrokes").GetInt32());
        Assert.Equal(12, total.GetProperty("sources").EnumerateObject().Sum(source => source.Value.GetInt32()));
        Assert.InRange(total.GetProperty("withoutModelShare").GetDouble(), 0, 1);
        Assert.True(total.GetProperty("answerMs").GetProperty("p99").GetDouble() >= total.GetProperty("ownMs").GetProperty("p50").GetDouble());
    }

    [Fact]
    public async Task What_a_server_gave_is_one_table()
    {
        ExecutableResult result = await Executable.RunAsync(
            "bench", "tests/Samples/Inventory.cs", "--server", "--keystrokes", "3", "--interval", "0");
        Assert.Equal(0, result.ExitCode);
        foreach (string row in (string[])["answered without the model", "tokens computed", "answer, ms", "server's share, ms", "p99"])
            Assert.Contains(row, result.Output);
    }
}
