using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Protocol;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData("{}", "utf-16")]
    [InlineData("""{ "general": { "positionEncodings": null } }""", "utf-16")]
    [InlineData("""{ "general": { "positionEncodings": ["utf-32"] } }""", "utf-16")]
    [InlineData("""{ "general": { "positionEncodings": ["utf-8", "utf-16"] } }""", "utf-8")]
    [InlineData("""{ "general": { "positionEncodings": ["utf-32", "utf-16", "utf-8"] } }""", "utf-16")]
    public async Task The_first_known_position_encoding_is_taken(string capabilities, string encoding)
    {
        JsonNode answer = await InitializeAsync(capabilities);
        Assert.Equal(encoding, answer["positionEncoding"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{}", false, true)]
    [InlineData("""{ "textDocument": { "inlineCompletion": {} } }""", true, false)]
    [InlineData("""{ "textDocument": { "inlineCompletion": { "dynamicRegistration": false } } }""", true, false)]
    [InlineData("""{ "textDocument": { "inlineCompletion": { "dynamicRegistration": true } } }""", false, false)]
    public async Task Completion_is_offered_in_one_way_only(string capabilities, bool isInline, bool isList)
    {
        JsonNode answer = await InitializeAsync(capabilities);
        Assert.Equal(isInline, answer["inlineCompletionProvider"]?.GetValue<bool>() ?? false);
        Assert.Equal(isList, answer["completionProvider"] is not null);
        Assert.Equal(2, answer["textDocumentSync"]!["change"]!.GetValue<int>());
        Assert.True(answer["textDocumentSync"]!["openClose"]!.GetValue<bool>());
        Assert.Equal("lspCompletion.accepted", answer["executeCommandProvider"]!["commands"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task What_can_be_registered_later_is()
    {
        await using RawClient client = await RawClient.StartAsync(
            """{ "textDocument": { "inlineCompletion": { "dynamicRegistration": true } }, "workspace": { "didChangeConfiguration": { "dynamicRegistration": true } } }""");
        JsonNode request = await client.OtherAsync("client/registerCapability");
        JsonArray registrations = request["params"]!["registrations"]!.AsArray();
        Assert.Equal(
            ["textDocument/inlineCompletion", "workspace/didChangeConfiguration"],
            registrations.Select(registration => registration!["method"]!.GetValue<string>()));
        Assert.True(registrations[0]!["registerOptions"]!.AsObject().ContainsKey("documentSelector"));
        Assert.Equal("lspCompletion", registrations[1]!["registerOptions"]!["section"]!.GetValue<string>());

        await client.SendAsync($$"""{ "jsonrpc": "2.0", "id": {{request["id"]}}, "error": { "code": -1, "message": "no" } }""");
        JsonNode log = await client.OtherAsync("window/logMessage");
        Assert.Contains("client/registerCapability", log["params"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_client_that_says_twice_that_it_is_ready_is_started_once()
    {
        await using RawClient client = await RawClient.StartAsync(
            """{ "workspace": { "didChangeConfiguration": { "dynamicRegistration": true } } }""");
        await client.NotifyAsync("initialized", "{}");
        await client.CatchUpAsync();
        await client.Completion.Started.Task.WithPatienceAsync("the start");

        Assert.Single(client.Others, message => message["method"]?.GetValue<string>() == "client/registerCapability");
        Assert.DoesNotContain(client.Others, message => message["method"]?.GetValue<string>() == "window/logMessage");
    }

    [Fact]
    public async Task The_server_names_itself()
    {
        await using RawClient client = new();
        JsonNode answer = await client.AskAsync("initialize", """{ "capabilities": {} }""");
        Assert.Equal("lsp-completion", answer["result"]!["serverInfo"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("textDocument/inlineCompletion")]
    [InlineData("shutdown")]
    [InlineData("test/unknown")]
    public async Task A_request_before_initialize_is_refused(string method)
    {
        await using RawClient client = new();
        AssertError(-32002, await client.AskAsync(method, null));
    }

    [Fact]
    public async Task A_notification_before_initialize_is_left_out()
    {
        await using RawClient client = new();
        await client.OpenAsync("early");
        await client.AskAsync("initialize", "{}");
        Assert.Empty(client.Completion.Calls);
    }

    [Fact]
    public async Task A_second_initialize_is_refused()
    {
        await using RawClient client = await RawClient.StartAsync();
        AssertError(-32600, await client.AskAsync("initialize", "{}"));
    }

    [Fact]
    public async Task An_initialize_that_cannot_be_read_may_be_tried_again()
    {
        await using RawClient client = new();
        AssertError(-32602, await client.AskAsync("initialize", """{ "processId": "me" }"""));
        AssertError(-32002, await client.AskAsync("shutdown", null));
        Assert.NotNull((await client.AskAsync("initialize", "{}"))["result"]);
    }

    [Theory]
    [InlineData("textDocument/inlineCompletion")]
    [InlineData("test/unknown")]
    [InlineData("shutdown")]
    [InlineData("initialize")]
    public async Task A_request_after_shutdown_is_refused(string method)
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.AskAsync("shutdown", null);
        AssertError(-32600, await client.AskAsync(method, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Shutdown_and_exit_end_with_0(string? parameters)
    {
        await using RawClient client = await RawClient.StartAsync();
        JsonNode answer = await client.AskAsync("shutdown", parameters);
        Assert.True(answer.AsObject().ContainsKey("result"));
        Assert.Null(answer["result"]);
        Assert.False(client.HasEnded);

        await client.NotifyAsync("exit", parameters ?? "null");
        Assert.Equal(0, await client.EndAsync());
    }

    [Fact]
    public async Task The_answer_to_shutdown_arrives_though_exit_comes_at_once()
    {
        await using RawClient client = await RawClient.StartAsync();
        int id = await client.RequestAsync("shutdown", null);
        await client.NotifyAsync("exit", "null");
        Assert.True((await client.AnswerAsync(id)).AsObject().ContainsKey("result"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exit_without_shutdown_ends_with_1(bool isInitialized)
    {
        await using RawClient client = isInitialized ? await RawClient.StartAsync() : new RawClient();
        await client.NotifyAsync("exit", "null");
        Assert.Equal(1, await client.EndAsync());
    }

    [Fact]
    public async Task The_end_of_the_stream_is_the_end()
    {
        RawClient client = await RawClient.StartAsync();
        await client.CatchUpAsync();
        await client.CloseAsync();
        Assert.Equal(1, await client.EndAsync());
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_has_ended_already_is_the_end()
    {
        await using RawClient client = new();
        await client.RequestAsync("initialize", """{ "processId": 2147483647 }""");
        Assert.Equal(1, await client.EndAsync());
    }

    private static async Task<JsonNode> InitializeAsync(string capabilities)
    {
        await using RawClient client = new();
        JsonNode answer = await client.AskAsync("initialize", $$"""{ "capabilities": {{capabilities}} }""");
        return answer["result"]!["capabilities"]!;
    }

    private static void AssertError(int code, JsonNode answer) => Assert.Equal(code, answer["error"]?["code"]?.GetValue<int>());
}
