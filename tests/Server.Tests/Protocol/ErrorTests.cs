using System.Text;
using System.Text.Json.Nodes;

namespace LspCompletion.Server.Tests.Protocol;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("test/unknown", null, -32601)]
    [InlineData("test/unknown", "{}", -32601)]
    [InlineData("$/unknown", "{}", -32601)]
    [InlineData("textDocument/inlineCompletion", null, -32602)]
    [InlineData("textDocument/inlineCompletion", "null", -32602)]
    [InlineData("textDocument/inlineCompletion", "[]", -32602)]
    [InlineData("textDocument/inlineCompletion", "[1, 2]", -32602)]
    [InlineData("textDocument/inlineCompletion", "{}", -32602)]
    [InlineData("textDocument/inlineCompletion", """{ "textDocument": { "uri": null }, "position": { "line": 0, "character": 0 } }""", -32602)]
    [InlineData("textDocument/inlineCompletion", """{ "textDocument": { "uri": "a" }, "position": { "line": "0", "character": 0 } }""", -32602)]
    [InlineData("textDocument/inlineCompletion", """{ "textDocument": { "uri": "a" }, "position": null }""", -32602)]
    [InlineData("textDocument/inlineCompletion", """{ "textDocument": { "uri": "\ud83d" }, "position": { "line": 0, "character": 0 } }""", -32602)]
    [InlineData("textDocument/completion", """{ "textDocument": 5 }""", -32602)]
    [InlineData("workspace/executeCommand", "{}", -32602)]
    [InlineData("workspace/executeCommand", """{ "command": "other" }""", -32602)]
    [InlineData("workspace/executeCommand", """{ "command": "lspCompletion.accepted" }""", -32602)]
    [InlineData("workspace/executeCommand", """{ "command": "lspCompletion.accepted", "arguments": ["s1"] }""", -32602)]
    [InlineData("workspace/executeCommand", """{ "command": "lspCompletion.accepted", "arguments": [1, "s1"] }""", -32602)]
    public async Task A_wrong_request_gets_its_error(string method, string? parameters, int code)
    {
        await using RawClient client = await RawClient.StartAsync();
        JsonNode answer = await client.AskAsync(method, parameters);
        Assert.Equal(code, answer["error"]?["code"]?.GetValue<int>());
        Assert.NotEqual("", answer["error"]!["message"]!.GetValue<string>());
        Assert.Null(answer["error"]!["data"]);
    }

    [Theory]
    [InlineData("", -32700)]
    [InlineData("{", -32700)]
    [InlineData("{]", -32700)]
    [InlineData("nonsense", -32700)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7, "method": "test", }""", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("[{ \"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"shutdown\" }]", -32600)]
    [InlineData("5", -32600)]
    [InlineData("null", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("""{ "jsonrpc": "2.0" }""", -32600)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7 }""", -32600, 7)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7, "method": null }""", -32600, 7)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7, "method": 5 }""", -32600, 7)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7, "method": "shutdown", "params": 5 }""", -32600, 7)]
    [InlineData("""{ "jsonrpc": "2.0", "id": 7.5, "method": "shutdown" }""", -32600)]
    [InlineData("""{ "jsonrpc": "2.0", "id": {}, "method": "shutdown" }""", -32600)]
    [InlineData("""{ "jsonrpc": "2.0", "id": true, "method": "shutdown" }""", -32600)]
    [InlineData("""{ "jsonrpc": "2.0", "id": "\ud83d", "method": "shutdown" }""", -32600)]
    [InlineData("""{ "id": 7, "method": "shutdown" }""", -32600, 7)]
    [InlineData("""{ "jsonrpc": "1.0", "id": 7, "method": "shutdown" }""", -32600, 7)]
    [InlineData("""{ "jsonrpc": 2.0, "id": 7, "method": "shutdown" }""", -32600, 7)]
    public async Task A_malformed_message_gets_its_error_and_the_next_its_answer(string message, int code, int? id = null)
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.SendAsync(message);
        JsonNode answer = await client.AnswerAsync(id);
        Assert.Equal(code, answer["error"]?["code"]?.GetValue<int>());
        Assert.True(answer.AsObject().ContainsKey("id"));
        await client.CatchUpAsync();
    }

    [Fact]
    public async Task JSON_that_is_nested_too_deep_gets_its_error_and_the_next_its_answer()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.SendAsync(new string('[', 100_000));
        Assert.Equal(-32700, (await client.AnswerAsync(null))["error"]!["code"]!.GetValue<int>());
        await client.CatchUpAsync();
    }

    [Theory]
    [InlineData("test/unknown", "{}")]
    [InlineData("$/unknown", "{}")]
    [InlineData("textDocument/didSave", """{ "textDocument": { "uri": "untitled:a" } }""")]
    [InlineData("$/cancelRequest", """{ "id": 99 }""")]
    [InlineData("$/cancelRequest", """{ "id": "none" }""")]
    [InlineData("$/cancelRequest", """{ "id": {} }""")]
    [InlineData("$/cancelRequest", "{}")]
    [InlineData("$/cancelRequest", "null")]
    [InlineData("$/progress", """{ "token": 5, "value": {} }""")]
    [InlineData("$/progress", """{ "token": {} }""")]
    [InlineData("$/setTrace", """{ "value": 5 }""")]
    [InlineData("textDocument/didOpen", "{}")]
    [InlineData("textDocument/didOpen", """{ "textDocument": { "uri": "a", "languageId": "b", "version": 1, "text": null } }""")]
    [InlineData("textDocument/didClose", """{ "textDocument": {} }""")]
    [InlineData("textDocument/didClose", """{ "textDocument": { "uri": "file:///never/opened" } }""")]
    [InlineData("textDocument/didChange", "null")]
    [InlineData("textDocument/didChange", "{}")]
    [InlineData("textDocument/didChange", """{ "textDocument": { "uri": 5 } }""")]
    [InlineData("textDocument/didChange", """{ "textDocument": { "uri": "file:///never/opened", "version": 2 }, "contentChanges": [{ "text": "" }] }""")]
    [InlineData("textDocument/didShowCompletion", "{}")]
    [InlineData("textDocument/didShowCompletion", """{ "item": { "insertText": { "kind": "snippet", "value": "a" } } }""")]
    [InlineData("textDocument/didPartiallyAcceptCompletion", """{ "item": { "command": { "title": "", "command": "x" } }, "acceptedLength": 2 }""")]
    [InlineData("workspace/didChangeConfiguration", "{}")]
    [InlineData("workspace/didChangeConfiguration", """{ "settings": 5 }""")]
    [InlineData("$/lspCompletion/didChangeOptions", "{}")]
    [InlineData("$/lspCompletion/didChangeOptions", """{ "options": 5 }""")]
    [InlineData("$/lspCompletion/cursor", "{}")]
    [InlineData("$/lspCompletion/cursor", """{ "textDocument": { "uri": "a" }, "position": { "line": "0", "character": 0 } }""")]
    [InlineData("$/lspCompletion/cursor", """{ "textDocument": { "uri": "file:///never/opened" }, "position": { "line": 0, "character": 0 } }""")]
    [InlineData("initialized", "{}")]
    public async Task A_wrong_or_unknown_notification_is_left_out(string method, string parameters)
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.NotifyAsync(method, parameters);
        await client.CatchUpAsync();
        Assert.Empty(client.Completion.Calls);
        Assert.DoesNotContain(client.Others, message => message["method"] is null);
    }

    [Fact]
    public async Task A_document_whose_opening_cannot_be_read_is_logged()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.NotifyAsync("textDocument/didOpen", """{ "textDocument": { "uri": "a" } }""");
        JsonNode log = await client.OtherAsync("window/logMessage");
        Assert.Contains("textDocument/didOpen failed", log["params"]!["message"]!.GetValue<string>());
        Assert.Equal(2, log["params"]!["type"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{ "jsonrpc": "2.0", "id": 99, "result": null }""")]
    [InlineData("""{ "jsonrpc": "2.0", "id": "x", "result": {} }""")]
    [InlineData("""{ "jsonrpc": "2.0", "id": null, "error": { "code": -32700, "message": "what?" } }""")]
    [InlineData("""{ "jsonrpc": "2.0", "id": 99, "error": { "code": 1, "message": "no", "data": [[1]] } }""")]
    public async Task An_answer_that_nobody_waits_for_is_left_out(string answer)
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.SendAsync(answer);
        await client.CatchUpAsync();
    }

    [Theory]
    [InlineData("[1, 2, 3]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("\"\\ud83d\"")]
    public async Task An_answer_of_the_wrong_form_is_left_out(string result)
    {
        await using RawClient client = await RawClient.StartAsync("""{ "workspace": { "configuration": true } }""");
        JsonNode request = await client.OtherAsync("workspace/configuration");
        await client.SendAsync($$"""{ "jsonrpc": "2.0", "id": {{request["id"]}}, "result": {{result}} }""");
        await client.CatchUpAsync();
    }

    [Fact]
    public async Task A_failure_of_the_server_is_answered_and_logged_without_a_stack_trace()
    {
        CompletionServiceDouble completion = new() { Answer = (_, _) => throw new InvalidDataException("broken") };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("x");
        JsonNode answer = await client.CompleteAsync(0, 1);
        Assert.Equal(-32603, answer["error"]!["code"]!.GetValue<int>());
        Assert.Equal("InvalidDataException: broken", answer["error"]!["message"]!.GetValue<string>());
        JsonNode log = await client.OtherAsync("window/logMessage");
        Assert.Contains("broken", log["params"]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("Content-Length: nonsense\r\n\r\n{}")]
    [InlineData("Content-Length: -5\r\n\r\n{}")]
    [InlineData("Content-Length: 99999999999\r\n\r\n{}")]
    [InlineData("Content-Length: 2000000000\r\n\r\n{}")]
    [InlineData("Content-Length:\r\n\r\n{}")]
    [InlineData("{ \"jsonrpc\": \"2.0\" }\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("Content-Type: application/json\r\n\r\n{}")]
    [InlineData("\0\u0001\u00ff\r\n\r\n")]
    public async Task What_belongs_to_no_message_gets_one_error_and_the_next_its_answer(string bytes)
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.WriteAsync(Encoding.Latin1.GetBytes(bytes));
        await client.CatchUpAsync();
        JsonNode error = Assert.Single(client.Others, message => message["method"] is null);
        Assert.Equal(-32700, error["error"]!["code"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("Content-Length: 58\r\n\r\n")]
    [InlineData("content-length: 58\r\n\r\n")]
    [InlineData("CONTENT-LENGTH:58\r\n\r\n")]
    [InlineData("Content-Length: 58\n\n")]
    [InlineData("Content-Length: 58\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n")]
    [InlineData("Content-Type: application/vscode-jsonrpc; charset=utf8\r\nContent-Length: 58\r\n\r\n")]
    public async Task Every_form_of_a_header_is_read_however_it_arrives(string header)
    {
        await using RawClient client = await RawClient.StartAsync();
        foreach (char character in header + """{ "jsonrpc": "2.0", "id": 1000, "method": "test/unknown" }""")
            await client.WriteAsync([(byte)character]);
        Assert.Equal(-32601, (await client.AnswerAsync(1000))["error"]!["code"]!.GetValue<int>());
        Assert.DoesNotContain(client.Others, message => message["method"] is null);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(21)]
    [InlineData(60)]
    [InlineData(100)]
    public async Task A_wrong_length_costs_no_more_than_the_message(int excess)
    {
        await using RawClient client = await RawClient.StartAsync();
        byte[] body = """{ "jsonrpc": "2.0", "id": 1000, "method": "test/unknown" }"""u8.ToArray();
        await client.WriteAsync([.. Encoding.ASCII.GetBytes($"Content-Length: {body.Length + excess}\r\n\r\n"), .. body]);
        int[] next = [await client.RequestAsync("test/unknown", null), await client.RequestAsync("test/unknown", null)];
        foreach (int id in next)
            await client.AnswerAsync(id);
        JsonNode error = Assert.Single(client.Others, message => message["method"] is null);
        Assert.Equal(-32700, error["error"]!["code"]!.GetValue<int>());
    }
}
