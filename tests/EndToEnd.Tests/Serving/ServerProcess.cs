using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>The real server in its own process, and a client that writes JSON as it is.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int KeptErrorLines = 50;

    private readonly Process _process;
    private readonly Stream _input;
    private readonly BufferedStream _output;
    private readonly ConcurrentQueue<string> _errors;
    private int _lastId;

    private ServerProcess((Process Process, ConcurrentQueue<string> Errors) started, Stream input, Stream output)
    {
        (_process, _errors) = started;
        _input = input;
        _output = new BufferedStream(output);
    }

    public int Id => _process.Id;

    /// <summary>The memory that it has in use, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts it, to be spoken to over its standard streams.</summary>
    public static ServerProcess Start(params string[] arguments) => Start([], arguments);

    /// <summary>The same with variables in its environment.</summary>
    public static ServerProcess Start(Dictionary<string, string> environment, params string[] arguments)
    {
        return OverStandardStreams(StartProcess(Executable.File, environment, ["serve", .. arguments]));
    }

    /// <summary>Starts another program, which runs it.</summary>
    public static ServerProcess StartOther(string program, params string[] arguments)
    {
        return OverStandardStreams(StartProcess(program, [], arguments));
    }

    /// <summary>Starts it, to be spoken to over a stream that it connects to.</summary>
    public static async Task<ServerProcess> StartAsync(Func<CancellationToken, Task<Stream>> acceptAsync, params string[] arguments)
    {
        (Process Process, ConcurrentQueue<string> Errors) started = StartProcess(Executable.File, [], ["serve", .. arguments]);
        Stream stream = await acceptAsync(TestContext.Current.CancellationToken)
            .WithPatienceAsync("the server to connect to the pipe");
        return new ServerProcess(started, stream, stream);
    }

    public void Dispose()
    {
        // Not its descendants: the process that runs the model may serve others, and ends by itself.
        _process.Kill();
        _process.WaitForExit(Patience.Limit);
        _process.Dispose();
        _input.Dispose();
        _output.Dispose();
    }

    /// <summary>Ends it as an operating system does, without a word.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends the stream that it reads.</summary>
    public void CloseInput() => _input.Dispose();

    /// <summary>Writes bytes as they are.</summary>
    public async Task WriteAsync(string bytes)
    {
        await WriteAsync().WithPatienceAsync("the server to read what it is sent", Told);

        async Task WriteAsync()
        {
            await _input.WriteAsync(Encoding.UTF8.GetBytes(bytes));
            await _input.FlushAsync();
        }
    }

    public Task NotifyAsync(string method, string parameters = "{}") =>
        SendAsync($$"""{ "jsonrpc": "2.0", "method": "{{method}}", "params": {{parameters}} }""");

    /// <summary>Asks without waiting for the answer.</summary>
    public async Task<int> RequestAsync(string method, string parameters)
    {
        int id = ++_lastId;
        await SendAsync($$"""{ "jsonrpc": "2.0", "id": {{id}}, "method": "{{method}}", "params": {{parameters}} }""");
        return id;
    }

    /// <summary>Asks and waits for the answer.</summary>
    public async Task<JsonNode> AskAsync(string method, string parameters = "{}")
    {
        int id = await RequestAsync(method, parameters);
        return await ReadUntilAsync(
            message => message["method"] is null && message["id"]?.GetValue<int>() == id, $"the answer to {method}");
    }

    /// <summary>Connects as a client does that wants completions cut short by no busy machine.</summary>
    public Task InitializeAsync() => InitializeAsync(
        """{ "initializationOptions": { "timeLimitMs": 60000, "cSharpCheckMs": 10000 } }""");

    /// <summary>Connects as a client does.</summary>
    public async Task InitializeAsync(string parameters)
    {
        Assert.NotNull((await AskAsync("initialize", parameters))["result"]);
        await NotifyAsync("initialized");
    }

    /// <summary>Waits until the model is loaded.</summary>
    public Task<JsonNode> ReadyAsync() => ReadUntilAsync(
        message => message["method"]?.GetValue<string>() == "$/lspCompletion/status"
            && message["params"]!["state"]!.GetValue<string>() == "ready",
        "the status to be ready");

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Waits for its end, and returns how it ended.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await Patience.UntilAsync(() => _process.HasExited, "the end of the server", Told);
        return _process.ExitCode;
    }

    /// <summary>What is left on standard output when the messages that were read are taken away, as messages.</summary>
    public async Task<List<JsonNode>> ReadToEndAsync()
    {
        return await ReadAllAsync().WithPatienceAsync("the end of what the server writes", Told);

        async Task<List<JsonNode>> ReadAllAsync()
        {
            List<JsonNode> messages = [];
            while (await ReadAsync() is { } message)
                messages.Add(message);
            return messages;
        }
    }

    /// <summary>Reads messages until one is as it should be.</summary>
    /// <param name="isIt">Whether a message is.</param>
    /// <param name="wanted">The same in words.</param>
    public async Task<JsonNode> ReadUntilAsync(Func<JsonNode, bool> isIt, string wanted)
    {
        string last = "no message";
        return await ReadOnAsync().WithPatienceAsync(wanted, () => $"{last}; {Told()}");

        async Task<JsonNode> ReadOnAsync()
        {
            while (true)
            {
                JsonNode message = await ReadAsync() ?? throw new EndOfStreamException($"The server ended before {wanted}: {Told()}");
                if (isIt(message))
                    return message;
                last = message.ToJsonString();
            }
        }
    }

    private static ServerProcess OverStandardStreams((Process Process, ConcurrentQueue<string> Errors) started) => new(
        started, started.Process.StandardInput.BaseStream, started.Process.StandardOutput.BaseStream);

    private static (Process Process, ConcurrentQueue<string> Errors) StartProcess(
        string program, Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = RepositoryPaths.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        ConcurrentQueue<string> errors = [];
        process.ErrorDataReceived += (_, line) =>
        {
            errors.Enqueue(line.Data ?? "");
            if (errors.Count > KeptErrorLines)
                errors.TryDequeue(out string? _);
        };
        process.BeginErrorReadLine();
        return (process, errors);
    }

    /// <summary>The last lines of what it wrote to standard error.</summary>
    private string Told() => $"standard error ended in: {string.Join('\n', _errors)}";

    private Task SendAsync(string json) => WriteAsync(string.Create(
        CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));

    /// <summary>Reads a message; anything else on standard output fails the test.</summary>
    private async Task<JsonNode?> ReadAsync()
    {
        string header = "";
        byte[] one = new byte[1];
        while (!header.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await _output.ReadAsync(one) == 0)
            {
                Assert.Equal("", header);
                return null;
            }

            header += (char)one[0];
        }

        Assert.Matches(@"^Content-Length: \d+\r\n\r\n$", header);
        byte[] body = new byte[int.Parse(header["Content-Length: ".Length..], CultureInfo.InvariantCulture)];
        await _output.ReadExactlyAsync(body);
        return JsonNode.Parse(body);
    }
}
