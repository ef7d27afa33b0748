using System.Text.Json.Nodes;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>What there is to choose from for who asks by hand, from the real server with the real model.</summary>
public sealed class SeveralSuggestionsTests : IAsyncLifetime
{
    private readonly ServerProcess _server = ServerProcess.Start();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync(
            """{ "capabilities": { "textDocument": { "inlineCompletion": {} } }, "initializationOptions": { "timeLimitMs": 60000, "confidenceThreshold": -20 } }""");
        await _server.ReadyAsync();
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("python", "def area(w, h):\n    return w * h\n\ndef perimeter(w, h):\n    ")]
    [InlineData("python", "import math\n\nclass Circle:\n    def __init__(self, radius):\n        self.radius = radius\n\n    def area(self):\n        return ")]
    [InlineData("go", "package main\n\nfunc max(a, b int) int {\n\tif ")]
    public async Task Up_to_three_that_differ_the_first_as_while_typing(string language, string text)
    {
        await _server.NotifyAsync(
            "textDocument/didOpen",
            $$"""{ "textDocument": { "uri": "untitled:a", "languageId": "{{language}}", "version": 1, "text": {{JsonValue.Create(text).ToJsonString()}} } }""");
        JsonNode[] typing = await AskAsync(text, kind: 2);
        JsonNode[] byHand = await AskAsync(text, kind: 1);
        JsonNode[] typingAgain = await AskAsync(text, kind: 2);

        Assert.Single(typing);
        Assert.Single(typingAgain);
        Assert.InRange(byHand.Length, 2, 3);
        Assert.Equal(TextOf(typing[0]), TextOf(byHand[0]));
        Assert.Equal(TextOf(typing[0]), TextOf(typingAgain[0]));
        foreach (JsonNode item in byHand)
        {
            Assert.Single(byHand, other => TextOf(other).Trim().StartsWith(TextOf(item).Trim(), StringComparison.Ordinal));
            JsonNode accepted = await _server.AskAsync(
                "workspace/executeCommand",
                $$"""{ "command": "lspCompletion.accepted", "arguments": {{item["command"]!["arguments"]!.ToJsonString()}} }""");
            Assert.Null(accepted["error"]);
        }
    }

    private static string TextOf(JsonNode item) => item["insertText"]!.GetValue<string>();

    private async Task<JsonNode[]> AskAsync(string text, int kind)
    {
        JsonNode answer = await _server.AskAsync(
            "textDocument/inlineCompletion",
            $$"""{ "textDocument": { "uri": "untitled:a" }, "position": { "line": {{text.Count(character => character == '\n')}}, "character": {{text.Length - text.LastIndexOf('\n') - 1}} }, "context": { "triggerKind": {{kind}} } }""");
        return [.. answer["result"]!["items"]!.AsArray().Select(item => item!)];
    }
}
