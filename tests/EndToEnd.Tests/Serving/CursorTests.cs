using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>What a client gains that tells where the cursor rests: the first key finds its prompt in the cache.</summary>
public sealed class CursorTests : IAsyncLifetime
{
    private const int Functions = 60;

    private readonly ServerProcess _server = ServerProcess.Start();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync(
            """{ "capabilities": { "textDocument": { "inlineCompletion": {} } }, "initializationOptions": { "timeLimitMs": 60000 } }""");
        await _server.ReadyAsync();
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_first_key_where_the_cursor_rested_finds_its_prompt_in_the_cache()
    {
        string text = string.Concat(Enumerable.Range(0, Functions).Select(i => $"def function_{i}(value):\n    return value + {i}\n\n"));
        await _server.NotifyAsync(
            "textDocument/didOpen",
            $$"""{ "textDocument": { "uri": "untitled:a", "languageId": "python", "version": 1, "text": {{JsonValue.Create(text).ToJsonString()}} } }""");
        await AskAsync(line: 2, character: 0, kind: 1);
        int tokens = (await CacheAsync())["tokens"]!.GetValue<int>();

        await _server.NotifyAsync(
            "$/lspCompletion/cursor", """{ "textDocument": { "uri": "untitled:a" }, "position": { "line": 122, "character": 0 } }""");
        await Patience.UntilAsync(
            async () => (await CacheAsync())["tokens"]!.GetValue<int>() > 2 * tokens, "the prompt where the cursor rests");
        await _server.NotifyAsync(
            "textDocument/didChange",
            """{ "textDocument": { "uri": "untitled:a", "version": 2 }, "contentChanges": [{ "range": { "start": { "line": 122, "character": 0 }, "end": { "line": 122, "character": 0 } }, "text": "d" }] }""");
        await AskAsync(line: 122, character: 1, kind: 2);

        JsonArray recent = (await CacheAsync())["recent"]!.AsArray();
        Assert.Equal(2, recent.Count);
        Assert.InRange(recent[1]!["computedTokens"]!.GetValue<int>(), 1, 16);
    }

    private Task<JsonNode> AskAsync(int line, int character, int kind) => _server.AskAsync(
        "textDocument/inlineCompletion",
        $$"""{ "textDocument": { "uri": "untitled:a" }, "position": { "line": {{line}}, "character": {{character}} }, "context": { "triggerKind": {{kind}} } }""");

    private async Task<JsonNode> CacheAsync() => (await _server.AskAsync("lspCompletion/cache"))["result"]!["documents"]![0]!;
}
