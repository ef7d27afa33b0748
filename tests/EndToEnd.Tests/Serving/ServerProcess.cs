using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>The real server in its own process, and a client that writes JSON as it is.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>How long the process may outlive its client.</summary>
    public static readonly TimeSpan Survival = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private int _lastId;

    private ServerProcess(Process process, Stream input, Stream output)
    {
        _process = process;
        _input = input;
        _output = output;
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
        Process process = StartProcess(Executable.File, environment, ["serve", .. arguments]);
        return new ServerProcess(process, process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
    }

    /// <summary>Starts another program, which runs it.</summary>
    public static ServerProcess StartOther(string program, params string[] arguments)
    {
        Process process = StartProcess(program, [], arguments);
        return new ServerProcess(process, process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
    }

    /// <summary>Starts it, to be spoken to over a stream that it connects to.</summary>
    public static async Task<ServerProcess> StartAsync(Func<CancellationToken, Task<Stream>> acceptAsync, params string[] arguments)
    {
        using CancellationTokenSource patience = new(Patience);
        Process process = StartProcess(Executable.File, [], ["serve", .. arguments]);
        Stream stream = await acceptAsync(patience.Token);
        return new ServerProcess(process, stream, stream);
    }

    public void Dispose()
    {
        // Not its descendants: the process that runs the model may serve others, and ends by itself.
        _process.Kill();
        _process.WaitForExit();
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
        await _input.WriteAsync(Encoding.UTF8.GetBytes(bytes));
        await _input.FlushAsync();
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
        return await ReadUntilAsync(message => message["method"] is null && message["id"]?.GetValue<int>() == id);
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
    public Task<JsonNode> ReadyAsync() => ReadUntilAsync(message =>
        message["method"]?.GetValue<string>() == "$/lspCompletion/status" && message["params"]!["state"]!.GetValue<string>() == "ready");

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code; <see langword="null"/> if it lives on.</returns>
    public async Task<int?> ExitCodeAsync(TimeSpan limit)
    {
        using CancellationTokenSource patience = new(limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits for its end, and returns how it ended, however long that takes.</summary>
    public Task<int?> ExitCodeAsync() => ExitCodeAsync(Patience);

    /// <summary>What is left on standard output when the messages that were read are taken away, as messages.</summary>
    public async Task<List<JsonNode>> ReadToEndAsync()
    {
        List<JsonNode> messages = [];
        while (await ReadAsync() is { } message)
            messages.Add(message);
        return messages;
    }

    public async Task<JsonNode> ReadUntilAsync(Func<JsonNode, bool> isIt)
    {
        while (true)
        {
            JsonNode message = await ReadAsync() ?? throw new EndOfStreamException("The server ended.");
            if (isIt(message))
                return message;
        }
    }

    private static Process StartProcess(string program, Dictionary<string, string> environment, string[] arguments)
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
        process.BeginErrorReadLine();
        return process;
    }

    private Task SendAsync(string json) => WriteAsync(string.Create(
        CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"));

    /// <summary>Reads a message; anything else on standard output fails the test.</summary>
    private async Task<JsonNode?> ReadAsync()
    {
        using CancellationTokenSource patience = new(Patience);
        string header = "";
        byte[] one = new byte[1];
        while (!header.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await _output.ReadAsync(one, patience.Token) == 0)
            {
                Assert.Equal("", header);
                return null;
            }

            header += (char)one[0];
        }

        Assert.Matches(@"^Content-Length: \d+\r\n\r\n$", header);
        byte[] body = new byte[int.Parse(header["Content-Length: ".Length..], CultureInfo.InvariantCulture)];
        await _output.ReadExactlyAsync(body, patience.Token);
        return JsonNode.Parse(body);
    }
}
