using System.Text;
using System.Text.Json;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests;

public sealed class CompleteTests
{
    private const string Sample = "tests/Samples/Inventory.cs";

    /// <summary>The plainest run, once for all tests that compare others to it.</summary>
    private static readonly Lazy<Task<ExecutableResult>> Plain = new(() => Executable.RunAsync("complete", $"{Sample}:24:18"));

    [Fact]
    public async Task The_completion_is_shown_where_it_would_stand()
    {
        ExecutableResult result = await Plain.Value;
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\n23  ", result.Output);
        Assert.Contains("\n24 +             total += item.", result.Output);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public async Task Json_has_every_field()
    {
        ExecutableResult result = await Executable.RunAsync("complete", $"{Sample}:24:18", "--json");
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);

        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement root = json.RootElement;
        Assert.NotEqual("", root.GetProperty("text").GetString());
        foreach (string end in (string[])["start", "end"])
        {
            JsonElement position = root.GetProperty("range").GetProperty(end);
            Assert.Equal(23, position.GetProperty("line").GetInt32());
            Assert.Equal(17, position.GetProperty("character").GetInt32());
        }

        Assert.Contains(root.GetProperty("stop").GetString(), (string[])["lineLimit", "endOfText", "suffix"]);
        JsonElement stats = root.GetProperty("stats");
        Assert.Equal(0, stats.GetProperty("reusedTokens").GetInt32());
        Assert.Equal(0, stats.GetProperty("trimmedTokens").GetInt32());
        Assert.InRange(stats.GetProperty("computedTokens").GetInt32(), 100, 2048);
        Assert.InRange(stats.GetProperty("generatedTokens").GetInt32(), 1, 96);
        double promptMs = stats.GetProperty("promptMs").GetDouble();
        double firstTokenMs = stats.GetProperty("firstTokenMs").GetDouble();
        double totalMs = stats.GetProperty("totalMs").GetDouble();
        Assert.True(promptMs > 0 && promptMs <= firstTokenMs && firstTokenMs <= totalMs, result.Output);
    }

    [Fact]
    public async Task Stats_go_to_standard_error_and_the_result_stays_the_same()
    {
        ExecutableResult plain = await Plain.Value;
        ExecutableResult withStats = await Executable.RunAsync("complete", $"{Sample}:24:18", "--stats");
        Assert.Equal(plain.Output, withStats.Output);
        Assert.Contains("computed", withStats.Error);
        Assert.Contains("stopped: ", withStats.Error);
    }

    [Fact]
    public async Task Standard_input_is_completed_as_the_file_is()
    {
        byte[] text = await File.ReadAllBytesAsync(
            Path.Combine(RepositoryPaths.Root, Sample), TestContext.Current.CancellationToken);
        ExecutableResult fromFile = await Plain.Value;
        ExecutableResult fromInput = await Executable.RunWithInputAsync(text, "complete", $"{Sample}:24:18", "--stdin");
        Assert.Equal(fromFile, fromInput);
    }

    [Theory]
    [InlineData("1:1")]
    [InlineData("3:2")]
    public async Task The_very_start_and_the_very_end_are_completed(string place)
    {
        ExecutableResult result = await Executable.RunWithInputAsync(
            "class A\n{\n}"u8.ToArray(), "complete", $"A.cs:{place}", "--stdin");
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.NotEqual("", result.Output);
    }

    [Fact]
    public async Task A_byte_order_mark_takes_no_column()
    {
        byte[] text = [.. Encoding.UTF8.Preamble, .. "class A\n{\n}\n"u8];
        ExecutableResult result = await Executable.RunWithInputAsync(text, "complete", "A.cs:1:8", "--stdin", "--json");
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task The_limits_on_lines_and_tokens_hold()
    {
        ExecutableResult result = await Executable.RunWithInputAsync(
            "def fibonacci(n):\n"u8.ToArray(),
            "complete", "f.py:2:1", "--stdin", "--json", "--max-lines", "3", "--max-tokens", "40", "--confidence", "-20");
        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.InRange(json.RootElement.GetProperty("text").GetString()!.Split('\n').Length, 2, 3);
        Assert.InRange(json.RootElement.GetProperty("stats").GetProperty("generatedTokens").GetInt32(), 2, 40);
    }

    [Fact]
    public async Task An_unknown_ending_is_completed_when_the_language_is_named()
    {
        ExecutableResult result = await Executable.RunWithInputAsync(
            "def fibonacci(n):\n"u8.ToArray(), "complete", "f.xyz:2:1", "--stdin", "--language", "python");
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
    }
}
