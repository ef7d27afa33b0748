using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>Several windows on one machine: a server for each, and one process that runs the model.</summary>
public sealed class SharedEngineTests : IDisposable
{
    private const int Windows = 10;

    private readonly TemporaryFolder _folder = new();
    private readonly List<ServerProcess> _servers = [];

    public SharedEngineTests() => Directory.CreateDirectory(_folder["run"]);

    public void Dispose()
    {
        foreach (ServerProcess server in _servers)
            server.Dispose();
        foreach (Process engine in Engines())
            Assert.True(engine.WaitForExit(Patience.Limit), "The process that runs the model outlives its windows.");
        _folder.Dispose();
    }

    [Fact]
    public async Task Ten_servers_and_a_thousand_requests_outlive_the_engine_and_one_of_them()
    {
        // A small model: what is asked about is who answers, not what.
        string model = _folder["model"];
        Directory.CreateDirectory(model);
        File.Copy(RepositoryPaths.Fixture("models", "shared-buffer", "model.onnx"), Path.Combine(model, "model.onnx"));
        File.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), Path.Combine(model, "config.json"));
        await File.WriteAllTextAsync(Path.Combine(model, "tokenizer.json"), AsciiTokenizer.Json(), TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, Windows).Select(_ => StartAsync($$"""
            { "model": {{JsonValue.Create(model).ToJsonString()}}, "confidenceThreshold": -20, "maxTokens": 16, "timeLimitMs": 60000 }
            """)));
        await OneEngineAsync();

        int[] answered = await Task.WhenAll(Enumerable.Range(0, Windows).Select(TypeAsync));

        Assert.Equal([.. Enumerable.Repeat(100, Windows - 1), 50], answered);
        await OneEngineAsync();

        async Task<int> TypeAsync(int window)
        {
            ServerProcess server = _servers[window];
            var random = new Random(window);
            for (int request = 0; request < 100; request++)
            {
                if (window == Windows - 1 && request == 50)
                {
                    server.Kill();
                    return request;
                }

                if (window == 0 && request == 50)
                {
                    foreach (Process engine in Engines())
                        engine.Kill();
                }

                string line = string.Concat(Enumerable.Range(0, 8).Select(_ => (char)random.Next('a', 'z')));
                await server.NotifyAsync(
                    "textDocument/didChange",
                    $$"""{ "textDocument": { "uri": "untitled:a", "version": {{request + 2}} }, "contentChanges": [{ "text": "x = {{line}}\n" }] }""");
                JsonNode answer = await server.AskAsync(
                    "textDocument/inlineCompletion",
                    """{ "textDocument": { "uri": "untitled:a" }, "position": { "line": 0, "character": 12 }, "context": { "triggerKind": 1 } }""");
                Assert.True(answer["result"] is not null, answer.ToJsonString());
            }

            return 100;
        }
    }

    [Fact]
    public async Task The_engine_of_ten_windows_takes_less_than_half_more_memory_than_that_of_one()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await StartAsync("""{ "timeLimitMs": 60000 }""");
        await CompleteAsync(_servers[0]);
        long one = ResidentBytes();

        await Task.WhenAll(Enumerable.Range(1, Windows - 1).Select(_ => StartAsync("""{ "timeLimitMs": 60000 }""")));
        await Task.WhenAll(_servers.Select(CompleteAsync));

        long ten = ResidentBytes();
        TestContext.Current.TestOutputHelper?.WriteLine($"One window: {one >> 20} MiB; ten: {ten >> 20} MiB.");
        Assert.True(ten < 1.5 * one, $"One window: {one >> 20} MiB; ten: {ten >> 20} MiB.");
    }

    [Fact]
    public async Task A_server_that_is_to_share_nothing_has_the_model_to_itself()
    {
        await StartAsync("""{ "timeLimitMs": 60000, "sharedEngine": false }""");
        await CompleteAsync(_servers[0]);

        Assert.Empty(Engines());
    }

    /// <summary>Waits until one process runs the model: of those that windows start at once, all others go.</summary>
    private async Task OneEngineAsync()
    {
        if (OperatingSystem.IsLinux())
            await Patience.UntilAsync(() => Engines().Count() == 1, "one process to run the model");
    }

    private static async Task CompleteAsync(ServerProcess server)
    {
        JsonNode answer = await server.AskAsync(
            "textDocument/inlineCompletion",
            """{ "textDocument": { "uri": "untitled:a" }, "position": { "line": 0, "character": 4 }, "context": { "triggerKind": 0 } }""");
        Assert.NotNull(answer["result"]);
    }

    private async Task StartAsync(string options)
    {
        ServerProcess server = ServerProcess.Start(new Dictionary<string, string> { ["XDG_RUNTIME_DIR"] = _folder["run"] });
        lock (_servers)
            _servers.Add(server);
        await server.InitializeAsync(
            $$"""{ "capabilities": { "textDocument": { "inlineCompletion": {} } }, "initializationOptions": {{options}} }""");
        await server.ReadyAsync();
        await server.NotifyAsync(
            "textDocument/didOpen",
            """{ "textDocument": { "uri": "untitled:a", "languageId": "python", "version": 1, "text": "x = \ndef f():\n    return x\n" } }""");
    }

    /// <summary>The processes that run a model for this test.</summary>
    private IEnumerable<Process> Engines() => Process.GetProcessesByName("lsp-completion")
        .Where(process => Read($"/proc/{process.Id}/cmdline").Contains($"engine\0--folder\0{_folder.Path}", StringComparison.Ordinal));

    /// <summary>The memory of the processes that run a model, what they share with others counted in part.</summary>
    private long ResidentBytes() => Engines().Select(engine => engine.Id)
        .Sum(process => 1024 * Read($"/proc/{process}/smaps_rollup").Split('\n')
            .Where(line => line.StartsWith("Pss:", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
            .Single());

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended, or there is no such file on this system.
            return "";
        }
    }
}
