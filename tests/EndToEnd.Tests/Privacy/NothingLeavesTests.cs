using System.CommandLine;
using System.Text.Json.Nodes;
using LspCompletion.EndToEnd.Tests.Serving;
using LspCompletion.Server.Commands;
using LspCompletion.Server.Commands.Conventions;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Privacy;

/// <summary>
/// Nothing that the program does asks a network for anything, or leaves anything on the disk but where it says. What it is
/// made of is another's work and may change with any version, so all of it is watched: see <see cref="WatchedProgram"/>.
/// </summary>
public sealed class NothingLeavesTests(SmallModel model) : IClassFixture<SmallModel>
{
    private const string Sample = "tests/Samples/Inventory.cs";

    /// <summary>Commands that tests of their own run, and those that others of the table start.</summary>
    private static readonly string[] Others = ["models pull", "models remove", "serve", "measure", "engine"];

    /// <summary>Every command with what it takes; MODEL, CHECKPOINT and RESULTS stand for folders.</summary>
    public static TheoryData<string> Commands =>
    [
        $"complete {Sample}:20:9 --model MODEL --max-tokens 4",
        $"bench {Sample} --model MODEL --keystrokes 4 --sample 2 --max-tokens 2 --plot RESULTS/cost.png",
        $"bench {Sample} --server --keystrokes 3 --interval 0",
        "eval --csharp tests/Samples/GraphLibrary --model MODEL --cases 1 --max-tokens 2 --results RESULTS/cases.jsonl",
        $"explain cache {Sample} --model MODEL --line 3 --tokens 16 --plot RESULTS/cache.png",
        $"explain masks {Sample} --tokens 4 --written 2 --insert 2",
        $"explain architectures {Sample} --keystrokes 2 --max-tokens 1",
        "models list",
        "models info MODEL",
        "models verify MODEL",
        "models import CHECKPOINT --to RESULTS/library",
        "doctor --model MODEL",
        "--version",
        "--help",
        $"doctor --at {Sample}:20:9",
    ];

    [Fact]
    public void Every_command_is_watched()
    {
        RootCommand root = CommandLine.Create(Terminal.OfProcess(), TestContext.Current.CancellationToken);
        IEnumerable<string> all = root.Subcommands.SelectMany(command =>
            command.Subcommands.Count == 0 ? [command.Name] : command.Subcommands.Select(part => $"{command.Name} {part.Name}"));

        Assert.All(all.Except(Others), name => Assert.Contains(Commands, row => $"{row.Data} ".StartsWith($"{name} ", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_asks_no_network_and_writes_nowhere_else(string command)
    {
        using WatchedProgram? program = await WatchedProgram.PrepareAsync();
        if (program is null)
            return;

        WriteSettings(program);
        ExecutableResult result = await program.RunAsync([.. command.Split(' ').Select(argument => argument
            .Replace("MODEL", model.Folder, StringComparison.Ordinal)
            .Replace("CHECKPOINT", model.Checkpoint, StringComparison.Ordinal)
            .Replace("RESULTS", program.Results, StringComparison.Ordinal))]);

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.True(program.FindBreaches() is [], string.Join("\n", program.FindBreaches()));
    }

    [Fact]
    public async Task A_server_that_suggests_asks_no_network_and_writes_nowhere_else()
    {
        using WatchedProgram? program = await WatchedProgram.PrepareAsync();
        if (program is null)
            return;

        WriteSettings(program);
        await SuggestAsync(program);

        Assert.True(program.FindBreaches() is [], string.Join("\n", program.FindBreaches()));
        Assert.Contains(program.FindStarted(), call => call.Contains("\"engine\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_with_an_engine_elsewhere_asks_that_and_nobody_else()
    {
        using RemoteEngineDouble engine = new();
        using WatchedProgram? program = await WatchedProgram.PrepareAsync(engine.Completions.Port);
        if (program is null)
            return;

        WriteSettings(program, $"\"backend\": \"{engine.Completions}\", \"backendFallback\": false");
        await SuggestAsync(program);

        Assert.Contains("class A { int a = ", engine.Bodies.First());
        Assert.True(program.FindBreaches() is [], string.Join("\n", program.FindBreaches()));
    }

    [Fact]
    public async Task A_pull_asks_the_hub_and_nobody_else_and_a_model_is_removed_from_the_users_library()
    {
        using LocalHub hub = new();
        foreach (string file in Directory.GetFiles(model.Checkpoint))
            hub.Add(Path.GetFileName(file), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        using WatchedProgram? program = await WatchedProgram.PrepareAsync(hub.Address.Port);
        if (program is null)
            return;

        program.Hub = hub.Address;
        ExecutableResult pulled = await program.RunAsync("models", "pull", LocalHub.Repository);
        ExecutableResult removed = await program.RunAsync("models", "remove", LocalHub.Repository.Split('/')[1]);

        Assert.True(pulled.ExitCode == 0, pulled.Error);
        Assert.True(removed.ExitCode == 0, removed.Error);
        Assert.NotEmpty(hub.Requests);
        Assert.False(Directory.Exists(pulled.Output.TrimEnd()));
        Assert.True(program.FindBreaches() is [], string.Join("\n", program.FindBreaches()));
    }

    /// <summary>Completes a document, and ends the server.</summary>
    private static async Task SuggestAsync(WatchedProgram program)
    {
        using ServerProcess server = program.Serve();
        await server.InitializeAsync("""{ "capabilities": { "textDocument": { "inlineCompletion": {} } } }""");
        await server.ReadyAsync();
        await server.NotifyAsync(
            "textDocument/didOpen",
            """{ "textDocument": { "uri": "untitled:a", "languageId": "csharp", "version": 1, "text": "class A { int a = " } }""");
        JsonNode answer = await server.AskAsync(
            "textDocument/inlineCompletion",
            """{ "textDocument": { "uri": "untitled:a" }, "position": { "line": 0, "character": 18 }, "context": { "triggerKind": 1 } }""");
        Assert.NotNull(answer["result"]);

        // What goes wrong is told to the client, and to no log of the system's.
        Assert.NotNull((await server.AskAsync("test/unknown"))["error"]);
        await server.AskAsync("shutdown");
        await server.NotifyAsync("exit");
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    private void WriteSettings(WatchedProgram program, string more = "\"maxTokens\": 8")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(program.SettingsFile)!);
        File.WriteAllText(
            program.SettingsFile,
            $$"""{ "model": {{JsonValue.Create(model.Folder).ToJsonString()}}, "confidenceThreshold": -20, "timeLimitMs": 60000, {{more}} }""");
    }
}
