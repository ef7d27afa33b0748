using System.Text.Json;

namespace LspCompletion.EndToEnd.Tests;

/// <summary>Why nothing is suggested at a place, said by the real program with the real model.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Sample = "tests/Samples/Inventory.cs";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_place_with_a_suggestion_ends_with_it()
    {
        ExecutableResult result = await RunAsync("{ \"timeLimitMs\": 60000, \"cSharpCheckMs\": 10000 }", $"{Sample}:24:18", "--folder", "tests/Samples");

        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("STOPS", result.Output);
        Assert.Contains("\nThis is suggested:\n += item.", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"languages\": { \"csharp\": false } }", "file", "the setting languages turns suggestions off for csharp")]
    [InlineData("{ \"model\": \"/no/such/model\" }", "model", "/no/such/model")]
    [InlineData("{ \"confidenceThreshold\": 0, \"timeLimitMs\": 60000 }", "confidence", "confidenceThreshold is 0.00")]
    public async Task A_place_without_one_has_one_reason(string settings, string name, string says)
    {
        ExecutableResult result = await RunAsync(settings, $"{Sample}:24:18", "--folder", "tests/Samples", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument report = JsonDocument.Parse(result.Output);
        Assert.False(report.RootElement.TryGetProperty("suggestion", out _));
        JsonElement stopping = Assert.Single(
            report.RootElement.GetProperty("findings").EnumerateArray(), finding => finding.GetProperty("stops").GetBoolean());
        Assert.Equal(name, stopping.GetProperty("name").GetString());
        Assert.Contains(says, stopping.GetProperty("says").GetString());
        Assert.Equal(stopping.GetProperty("says").GetString(), report.RootElement.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task What_a_settings_file_gets_wrong_is_said_besides()
    {
        ExecutableResult result = await RunAsync("{ \"maxLines\": 0, \"enabled\": false }", $"{Sample}:24:18");

        Assert.Contains("maxLines is 0, but must be", result.Error);
        Assert.Contains("Nothing is suggested: the setting enabled turns suggestions off.", result.Output);
    }

    private async Task<ExecutableResult> RunAsync(string settings, params string[] arguments)
    {
        Dictionary<string, string> environment = new() { ["XDG_CONFIG_HOME"] = _folder.Path, ["APPDATA"] = _folder.Path, ["HOME"] = _folder.Path };
        foreach (string place in (string[])["LspCompletion", "Library/Application Support/LspCompletion"])
        {
            Directory.CreateDirectory(_folder[place]);
            await File.WriteAllTextAsync(
                Path.Combine(_folder[place], "settings.json"), settings, TestContext.Current.CancellationToken);
        }

        return await Executable.RunWithEnvironmentAsync(environment, ["doctor", "--at", .. arguments]);
    }
}
