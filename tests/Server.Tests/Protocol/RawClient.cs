using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using LspCompletion.Server.Commands.Serve;
using LspCompletion.Tests;
using Nerdbank.Streams;

namespace LspCompletion.Server.Tests.Protocol;

/// <summary>A client that writes JSON as it is and a server that it is connected to, without a process between them.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly BufferedStream _buffered;
    private readonly Channel<JsonNode> _received = Channel.CreateUnbounded<JsonNode>();
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task<int> _exitCode;
    private readonly Task _receiving;
    private int _lastId;

    public RawClient(CompletionServiceDouble? completion = null)
    {
        (Stream server, _stream) = FullDuplexStream.CreatePair();
        _buffered = new BufferedStream(_stream);
        Completion = completion ?? new CompletionServiceDouble();
        _exitCode = new LanguageServer(Completion, Log)
            .RunAsync(server, server, clientProcessId: null, _ending.Token);
        _receiving = ReceiveAsync();
    }

    public CompletionServiceDouble Completion { get; }

    /// <summary>What the server writes to standard error.</summary>
    public TextWriter Log { get; } = TextWriter.Synchronized(new StringWriter());

    public bool HasEnded => _exitCode.IsCompleted;

    /// <summary>Notifications and requests of the server, in their order.</summary>
    public List<JsonNode> Others { get; } = [];

    /// <summary>A client that is connected and ready.</summary>
    public static async Task<RawClient> StartAsync(
        string capabilities = "{}",
        CompletionServiceDouble? completion = null)
    {
        RawClient client = new(completion);
        await client.AskAsync("initialize", $$"""{ "processId": null, "rootUri": null, "capabilities": {{capabilities}} }""");
        await client.NotifyAsync("initialized", "{}");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await EndAsync();
        await _closing.CancelAsync();
        await _receiving.WithPatienceAsync("the end of what is received");
        await _stream.DisposeAsync();
        _ending.Dispose();
        _closing.Dispose();
    }

    /// <summary>Waits until the server has ended, and returns what with.</summary>
    public Task<int> EndAsync() => _exitCode.WithPatienceAsync("the end of the server");

    /// <summary>Ends the stream.</summary>
    public ValueTask CloseAsync() => _stream.DisposeAsync();

    /// <summary>Writes bytes as they are.</summary>
    public async Task WriteAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>Writes a message as it is, behind its length.</summary>
    public Task SendAsync(string json)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        return WriteAsync([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n")), .. body]);
    }

    public Task NotifyAsync(string method, string parameters) =>
        SendAsync($$"""{ "jsonrpc": "2.0", "method": "{{method}}", "params": {{parameters}} }""");

    /// <summary>Asks, and returns the whole answer.</summary>
    public async Task<JsonNode> AskAsync(string method, string? parameters)
    {
        int id = await RequestAsync(method, parameters);
        return await AnswerAsync(id);
    }

    /// <summary>Asks, without waiting for the answer.</summary>
    public async Task<int> RequestAsync(string method, string? parameters)
    {
        int id = ++_lastId;
        string rest = parameters is null ? "" : $", \"params\": {parameters}";
        await SendAsync($$"""{ "jsonrpc": "2.0", "id": {{id}}, "method": "{{method}}"{{rest}} }""");
        return id;
    }

    /// <summary>Waits for the answer to a request.</summary>
    public Task<JsonNode> AnswerAsync(int? id) => NextAsync(
        message => message["method"] is null && (message["id"]?.ToJsonString() ?? "null") == (id is null ? "null" : $"{id}"),
        $"the answer to request {id}");

    /// <summary>Waits for a notification or request of the server.</summary>
    public async Task<JsonNode> OtherAsync(string method, Func<JsonNode, bool>? isIt = null)
    {
        bool IsIt(JsonNode message) => message["method"]?.GetValue<string>() == method && (isIt is null || isIt(message));
        JsonNode? known = Others.Find(IsIt);
        if (known is not null)
            Others.Remove(known);
        return known ?? await NextAsync(IsIt, method);
    }

    /// <summary>Waits until the server has handled everything that was sent before.</summary>
    public Task<JsonNode> CatchUpAsync() => AskAsync("test/unknown", null);

    public Task OpenAsync(string text, string uri = "untitled:a", string languageId = "csharp") => NotifyAsync(
        "textDocument/didOpen",
        $$"""{ "textDocument": { "uri": "{{uri}}", "languageId": "{{languageId}}", "version": 1, "text": {{Json(text)}} } }""");

    public Task<JsonNode> CompleteAsync(int line, int character, string method = "textDocument/inlineCompletion", string context = "{ \"triggerKind\": 2 }") =>
        AskAsync(method, At(line, character, context));

    public static string At(int line, int character, string context = "{ \"triggerKind\": 2 }") =>
        $$"""{ "textDocument": { "uri": "untitled:a" }, "position": { "line": {{line}}, "character": {{character}} }, "context": {{context}} }""";

    public static string Json(string text) => JsonValue.Create(text).ToJsonString();

    private async Task<JsonNode> NextAsync(Func<JsonNode, bool> isIt, string wanted)
    {
        while (true)
        {
            JsonNode message = await _received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask()
                .WithPatienceAsync(wanted, () => $"{Log}");
            if (isIt(message))
                return message;
            Others.Add(message);
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                string header = "";
                byte[] one = new byte[1];
                while (!header.EndsWith("\r\n\r\n", StringComparison.Ordinal))
                {
                    await _buffered.ReadExactlyAsync(one, _closing.Token);
                    header += (char)one[0];
                }

                Assert.StartsWith("Content-Length: ", header);
                byte[] body = new byte[int.Parse(header["Content-Length: ".Length..], CultureInfo.InvariantCulture)];
                await _buffered.ReadExactlyAsync(body, _closing.Token);
                JsonNode message = JsonNode.Parse(body)!;
                Assert.Equal("2.0", message["jsonrpc"]!.GetValue<string>());
                _received.Writer.TryWrite(message);
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or OperationCanceledException)
        {
            _received.Writer.TryComplete();
        }
        catch (Exception exception)
        {
            _received.Writer.TryComplete(exception);
        }
    }
}
