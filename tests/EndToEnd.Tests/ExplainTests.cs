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
        Assert.Contains("= 46,080 bytes; 2,048 tokens 94,371,840 bytes. Allocated is exactly that.", result.Output);
        Assert.Equal("PNG"u8, File.ReadAllBytes(file).AsSpan(1, 3));
    }
}
