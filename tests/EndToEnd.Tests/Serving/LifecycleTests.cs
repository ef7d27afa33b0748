using System.IO.Pipes;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>The server's process ends when it should, as it should, and never later.</summary>
public sealed class LifecycleTests
{
    private const string Document = "public class Person\\n{\\n    public string Name { get; set; }\\n\\n    public int \\n}\\n";

    [Theory]
    [InlineData()]
    [InlineData("--stdio")]
    public async Task Shutdown_and_exit_end_with_0(params string[] arguments)
    {
        using ServerProcess server = ServerProcess.Start(arguments);
        await server.InitializeAsync();
        JsonNode answer = await server.AskAsync("shutdown", "null");
        Assert.True(answer.AsObject().ContainsKey("result"));
        await server.NotifyAsync("exit", "null");
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task Exit_without_shutdown_ends_with_1()
    {
        using ServerProcess server = ServerProcess.Start();
        await server.InitializeAsync();
        await server.NotifyAsync("exit", "null");
        Assert.Equal(1, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task Standard_output_carries_messages_only()
    {
        using ServerProcess server = ServerProcess.Start();
        await server.InitializeAsync("""{ "capabilities": { "textDocument": { "inlineCompletion": {} } }, "initializationOptions": { "timeLimitMs": 60000, "cSharpCheckMs": 10000 }, "trace": "verbose" }""");
        await server.ReadyAsync();
        await CompleteAsync(server);
        await server.WriteAsync("nonsense\r\n");
        await server.AskAsync("shutdown", "null");
        await server.NotifyAsync("exit", "null");
        await server.ReadToEndAsync();
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Length: 100\r\n\r\n{ \"jsonrpc\"")]
    [InlineData("Content-Le")]
    public async Task It_is_gone_when_its_input_ends_before_a_client_is_known(string beginning)
    {
        using ServerProcess server = ServerProcess.Start();
        await server.WriteAsync(beginning);
        server.CloseInput();
        Assert.Equal(1, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task It_is_gone_when_its_input_ends_while_the_model_is_loaded()
    {
        using ServerProcess server = ServerProcess.Start();
        await server.InitializeAsync();
        server.CloseInput();
        Assert.Equal(1, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task It_is_gone_when_its_input_ends_during_a_completion()
    {
        using ServerProcess server = ServerProcess.Start();
        await server.InitializeAsync();
        await server.ReadyAsync();
        await OpenAsync(server);
        await server.RequestAsync("textDocument/inlineCompletion", At(4, 15));
        server.CloseInput();
        Assert.Equal(1, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task It_is_gone_when_its_input_ends_though_nobody_reads_its_output()
    {
        using ServerProcess server = ServerProcess.Start();
        await server.InitializeAsync();
        for (int request = 0; request < 5_000; request++)
            await server.RequestAsync("test/unknown", "{}");
        server.CloseInput();
        Assert.Equal(1, await server.ExitCodeAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_is_gone_when_the_process_of_the_client_is(bool isArgument)
    {
        // Another server stands for the client: a process that lives until it is killed.
        using ServerProcess client = ServerProcess.Start();
        using ServerProcess server = isArgument
            ? ServerProcess.Start("--stdio", $"--clientProcessId={client.Id}")
            : ServerProcess.Start("--stdio");
        await server.InitializeAsync(isArgument ? "{}" : $$"""{ "processId": {{client.Id}} }""");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(server.HasEnded);

        client.Kill();
        Assert.Equal(1, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task It_speaks_over_a_pipe_that_the_client_has_made()
    {
        if (OperatingSystem.IsWindows())
        {
            string name = $"lsp-completion-{Guid.NewGuid():N}";
            using NamedPipeServerStream pipe = new(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous);
            await ServeAsync(
                async token =>
                {
                    await pipe.WaitForConnectionAsync(token);
                    return pipe;
                },
                $@"\\.\pipe\{name}");
        }
        else
        {
            string path = Path.Combine(Path.GetTempPath(), $"lsp-completion-{Guid.NewGuid():N}.sock");
            using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen();
            await ServeAsync(async token => new NetworkStream(await listener.AcceptAsync(token), ownsSocket: true), path);
            File.Delete(path);
        }

        static async Task ServeAsync(Func<CancellationToken, Task<Stream>> acceptAsync, string name)
        {
            using ServerProcess server = await ServerProcess.StartAsync(acceptAsync, $"--pipe={name}");
            await server.InitializeAsync();
            await server.ReadyAsync();
            await CompleteAsync(server);
            server.CloseInput();
            Assert.Equal(1, await server.ExitCodeAsync());
        }
    }

    [Fact]
    public async Task A_pipe_that_nobody_has_made_is_named()
    {
        ExecutableResult result = await Executable.RunAsync("serve", "--pipe", "no-such-pipe");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("no-such-pipe", result.Error);
        Assert.Single(result.Error, character => character == '\n');
    }

    [Fact]
    public async Task Two_ways_to_speak_are_one_too_many()
    {
        ExecutableResult result = await Executable.RunAsync("serve", "--stdio", "--pipe", "a");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("choose one", result.Error);
    }

    private static async Task OpenAsync(ServerProcess server) => await server.NotifyAsync(
        "textDocument/didOpen",
        $$"""{ "textDocument": { "uri": "untitled:Person.cs", "languageId": "csharp", "version": 1, "text": "{{Document}}" } }""");

    private static async Task CompleteAsync(ServerProcess server)
    {
        await OpenAsync(server);
        JsonNode answer = await server.AskAsync("textDocument/inlineCompletion", At(4, 15));
        Assert.NotEqual("", answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>());
    }

    private static string At(int line, int character) =>
        $$"""{ "textDocument": { "uri": "untitled:Person.cs" }, "position": { "line": {{line}}, "character": {{character}} }, "context": { "triggerKind": 1 } }""";
}
