using System.Text.Json;

namespace LspCompletion.EndToEnd.Tests;

public sealed class ExplainTests
{
    private static readonly string[] Cache = ["explain", "cache", "tests/Samples/Inventory.cs", "--line", "3", "--tokens", "16"];

    [Fact]
    public async Task What_the_cache_changes_is_measured_and_its_memory_derived()
    {
        ExecutableResult result = await Executable.RunAsync([.. Cache, "--json"]);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);

        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement explanation = json.RootElement;
        Assert.True(explanation.GetProperty("isSame").GetBoolean());
        Assert.NotEqual("", explanation.GetProperty("text").GetString());
        JsonElement memory = explanation.GetProperty("memory");
        Assert.Equal(2 * 30 * 3 * 64 * 4, memory.GetProperty("bytesPerToken").GetInt64());
        Assert.Equal(memory.GetProperty("derivedBytes").GetInt64(), memory.GetProperty("allocatedBytes").GetInt64());
        foreach (JsonElement row in explanation.GetProperty("rows").EnumerateArray())
        {
            JsonElement with = row.GetProperty("withCache");
            JsonElement without = row.GetProperty("withoutCache");
            Assert.Equal(2, with.GetProperty("computed").GetInt32());
            Assert.Equal(without.GetProperty("length").GetInt32(), without.GetProperty("computed").GetInt32());
            Assert.True(Operations(without) > 5 * Operations(with));
        }

        static double Operations(JsonElement cost) => cost.GetProperty("floatingPointOperations").GetDouble();
    }

    [Fact]
    public async Task What_the_cache_changes_is_shown_and_drawn()
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "cache.png");
        ExecutableResult result = await Executable.RunAsync([.. Cache, "--plot", file]);

        Assert.Equal($"Drawn: {file}\n", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Both wrote the same text, token for token:", result.Output);
        Assert.Contains("= 46,080 bytes; 256 tokens 11,796,480 bytes. Allocated is exactly that.", result.Output);
        Assert.Equal("PNG"u8, File.ReadAllBytes(file).AsSpan(1, 3));
    }

    [Fact]
    public async Task Both_masks_are_shown_with_what_an_insertion_invalidates()
    {
        ExecutableResult result = await Executable.RunAsync(
            "explain", "masks", "tests/Samples/Inventory.cs", "--tokens", "4", "--written", "2", "--insert", "2");

        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(" ■ . . . . .  sees 0\n", result.Output);
        Assert.Contains(" ■ ■ ■ . . .  sees 0 to 2\n", result.Output);
        Assert.Contains("the states 2 to 5 saw that place and are computed again, 4 of 6; 0 to 1 stay.", result.Output);
        Assert.Contains(" ■ ■ ■ ■ . .  sees 0 to 3\n", result.Output);
        Assert.Contains("the states 0 to 5 saw that place and are computed again, 6 of 6; none stays.", result.Output);
    }

    [Fact]
    public async Task What_is_inserted_behind_the_prompt_leaves_both_caches_what_is_before()
    {
        ExecutableResult result = await Executable.RunAsync(
            "explain", "masks", "tests/Samples/Inventory.cs", "--tokens", "4", "--written", "2", "--insert", "5");

        Assert.Equal(2, result.Output.Split("the states 5 saw that place and are computed again, 1 of 6; 0 to 4 stay.").Length - 1);
    }

    [Fact]
    public async Task Architectures_are_compared_on_the_same_text()
    {
        ExecutableResult result = await Executable.RunAsync(
            "explain", "architectures", "tests/Samples/Inventory.cs", "--keystrokes", "70", "--max-tokens", "2", "--json");
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);

        using JsonDocument json = JsonDocument.Parse(result.Output);
        Dictionary<string, JsonElement> models = json.RootElement.GetProperty("models").EnumerateArray()
            .ToDictionary(model => model.GetProperty("architecture").GetString()!);
        Assert.Equal(["decoder-only", "encoder-decoder", "prefix LM"], models.Keys.Order());
        Assert.InRange(Computed(models["decoder-only"], "wholePrompt"), 1, 30);
        foreach (string name in (string[])["prefix LM", "encoder-decoder"])
        {
            double prompt = models[name].GetProperty("wholePrompt").GetProperty("promptTokens").GetDouble();
            Assert.Equal(prompt, Computed(models[name], "wholePrompt"));
            Assert.True(Computed(models[name], "anchored") < prompt / 5);
            Assert.Contains("reuse was refused", Reason(models[name], "wholePrompt"));
            Assert.DoesNotContain("reuse was refused", Reason(models[name], "anchored"));
        }

        static string? Reason(JsonElement model, string way) => model.GetProperty(way).GetProperty("reuseReason").GetString();

        static double Computed(JsonElement model, string way) =>
            model.GetProperty(way).GetProperty("computedTokens").GetDouble();
    }

    [Fact]
    public async Task The_comparison_is_a_table_with_reasons()
    {
        ExecutableResult result = await Executable.RunAsync(
            "explain", "architectures", "tests/Samples/Inventory.cs", "--keystrokes", "3", "--max-tokens", "2");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("3 keystrokes in tests/Samples/Inventory.cs", result.Output);
        Assert.Contains("computed, tokens", result.Output);
        Assert.Contains("prefix LM: reuse was refused", result.Output);
    }
}
