using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LspCompletion.EndToEnd.Tests.Serving;

namespace LspCompletion.EndToEnd.Tests.DirectML;

/// <summary>
/// The build for Windows on DirectML, under Wine with a software device: slow, but all of DirectML, with nothing left to
/// the processor. The program is tried with a small model: of the default one a step takes seconds there, which is too long
/// for all but its own test.
/// </summary>
public sealed partial class WineTests(WineBuild wine) : IClassFixture<WineBuild>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cache_on_the_device_extends_and_trims_as_it_should()
    {
        if (!wine.IsAtHand)
            return;

        ExecutableResult session = await wine.RunTestsAsync("*.DirectMLTests.*");
        Assert.True(WineBuild.HavePassed(session), $"{session.Output}{session.Error}");
    }

    [Fact]
    public async Task The_default_model_writes_on_the_device_what_it_writes_on_the_processor()
    {
        if (!wine.IsAtHand)
            return;

        ExecutableResult compared = await wine.RunTestsAsync("*.DefaultModelOnDirectMLTests.*");
        Assert.True(WineBuild.HavePassed(compared), $"{compared.Output}{compared.Error}");
    }

    [Fact]
    public async Task A_completion_is_that_of_the_processor()
    {
        if (!wine.IsAtHand)
            return;

        string source = _folder.Write("a.py", "x = 1\ny = 2\n"u8.ToArray());
        string[] complete =
        [
            "complete", $"{WineBuild.PathOf(source)}:1:5", "--model", WineBuild.PathOf(await ImportAsync()), "--json",
            "--max-tokens", "6", "--max-lines", "0", "--confidence", "-20", "--execution-provider",
        ];
        ExecutableResult onDevice = await wine.RunAsync([.. complete, "directml"]);
        ExecutableResult onProcessor = await wine.RunAsync([.. complete, "cpu"]);

        Assert.Equal("", onDevice.Error);
        Assert.Equal(TextOf(onProcessor), TextOf(onDevice));
    }

    [Fact]
    public async Task A_completion_opens_no_socket()
    {
        if (!wine.IsAtHand)
            return;

        string source = _folder.Write("a.py", "x = 1\ny = 2\n"u8.ToArray());
        ExecutableResult completed = await wine.RunTellingOfSocketsAsync(
            "complete", $"{WineBuild.PathOf(source)}:1:5", "--model", WineBuild.PathOf(await ImportAsync()), "--max-tokens", "6");
        ExecutableResult pulled = await wine.RunTellingOfSocketsAsync("models", "pull", "nobody/nothing", "--to", WineBuild.PathOf(_folder.Path));

        Assert.True(completed.ExitCode == 0, completed.Error);
        Assert.DoesNotMatch(AskingTheNetwork(), completed.Error);
        Assert.Matches(AskingTheNetwork(), pulled.Error);
    }

    [Fact]
    public async Task The_server_says_that_it_computes_on_the_device_and_suggests()
    {
        if (!wine.IsAtHand)
            return;

        using ServerProcess server = wine.Serve();
        await server.InitializeAsync($$"""
            {
              "capabilities": { "textDocument": { "inlineCompletion": {} } },
              "initializationOptions": {
                "model": {{JsonValue.Create(WineBuild.PathOf(await ImportAsync())).ToJsonString()}},
                "executionProvider": "directml", "confidenceThreshold": -20, "maxTokens": 8, "timeLimitMs": 60000
              }
            }
            """);
        JsonNode ready = await server.ReadyAsync();
        Assert.Equal("DirectML", ready["params"]!["executionProvider"]!.GetValue<string>());

        await server.NotifyAsync(
            "textDocument/didOpen",
            """{ "textDocument": { "uri": "untitled:1", "languageId": "go", "version": 1, "text": "x = 1\ny = 2\n" } }""");
        JsonNode answer = await server.AskAsync(
            "textDocument/inlineCompletion",
            """{ "textDocument": { "uri": "untitled:1" }, "position": { "line": 0, "character": 5 }, "context": { "triggerKind": 1 } }""");

        Assert.NotEmpty(answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>());
        await server.AskAsync("shutdown");
        await server.NotifyAsync("exit");
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task The_doctor_times_both_and_chooses_the_faster()
    {
        if (!wine.IsAtHand)
            return;

        ExecutableResult result = await wine.RunAsync("doctor", "--model", WineBuild.PathOf(await ImportAsync()), "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        using var record = JsonDocument.Parse(result.Output);
        JsonElement[] measurements = [.. record.RootElement.GetProperty("measurements").EnumerateArray()];
        Assert.Equal(["Cpu", "DirectML"], measurements.Select(measurement => measurement.GetProperty("executionProvider").GetString()));
        Assert.All(measurements, measurement =>
        {
            Assert.Equal(JsonValueKind.Null, measurement.GetProperty("failure").ValueKind);
            Assert.True(measurement.GetProperty("prefillMs").GetDouble() > 0);
            Assert.True(measurement.GetProperty("decodeMs").GetDouble() > 0);
        });
        JsonElement fastest = measurements.MinBy(
            measurement => measurement.GetProperty("prefillMs").GetDouble() + measurement.GetProperty("decodeMs").GetDouble());
        Assert.Equal(fastest.GetProperty("executionProvider").GetString(), record.RootElement.GetProperty("choice").GetString());
    }

    /// <summary>In what Wine tells: a socket is opened, or a name is looked up.</summary>
    [GeneratedRegex("trace:winsock:(WSASocketW|connect|WSAConnect|GetAddrInfo|getaddrinfo)")]
    private static partial Regex AskingTheNetwork();

    private static string? TextOf(ExecutableResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        using var json = JsonDocument.Parse(result.Output);
        return json.RootElement.GetProperty("text").GetString();
    }

    private async Task<string> ImportAsync()
    {
        ExecutableResult imported = await Executable.RunAsync(
            "models", "import", TinyCheckpoint.Write(_folder["tiny"]), "--to", _folder["library"], "--exact");
        Assert.Equal(0, imported.ExitCode);
        return imported.Output.TrimEnd();
    }
}
