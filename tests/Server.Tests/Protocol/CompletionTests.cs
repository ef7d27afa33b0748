using System.Text.Json.Nodes;
using LspCompletion.Engine;
using LspCompletion.Server.Completion;

namespace LspCompletion.Server.Tests.Protocol;

public sealed class CompletionTests
{
    private const string CountsBytes = """{ "general": { "positionEncodings": ["utf-8"] } }""";

    [Theory]
    [InlineData(0, CompletionTrigger.Automatic)]
    [InlineData(1, CompletionTrigger.Invoked)]
    [InlineData(2, CompletionTrigger.Automatic)]
    [InlineData(7, CompletionTrigger.Automatic)]
    public async Task The_trigger_is_told(int kind, object trigger)
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.OpenAsync("x");
        await client.CompleteAsync(0, 1, context: $$"""{ "triggerKind": {{kind}} }""");
        Assert.Equal(trigger, client.Completion.Queries.Single().Trigger);
    }

    [Fact]
    public async Task A_request_without_context_is_automatic()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.OpenAsync("x");
        await client.AskAsync(
            "textDocument/inlineCompletion", """{ "textDocument": { "uri": "untitled:a" }, "position": { "line": 0, "character": 1 } }""");
        Assert.Equal(CompletionTrigger.Automatic, client.Completion.Queries.Single().Trigger);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 1)]
    public async Task Who_asks_by_hand_gets_more_to_choose_from_each_with_a_command_of_its_own(int kind, int most)
    {
        CompletionServiceDouble completion = new()
        {
            Answer = (query, _) => Task.FromResult(new CompletionReply(new("s1", 1, 1, "one"), CompletionServiceDouble.Cold)
            {
                Others = [.. Enumerable.Range(2, query.MostSuggestions - 1).Select(number => new Suggestion($"s{number}", 1, 1, $"text {number}"))],
            }),
        };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("x");

        JsonNode[] items = [.. (await client.CompleteAsync(0, 1, context: $$"""{ "triggerKind": {{kind}} }"""))["result"]!["items"]!.AsArray().Select(item => item!)];

        Assert.Equal(most, items.Length);
        for (int i = 0; i < most; i++)
            Assert.Equal($"s{i + 1}", items[i]["command"]!["arguments"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task An_item_says_where_it_goes_and_how_to_accept_it()
    {
        CompletionServiceDouble completion = new()
        {
            Answer = (query, _) => Task.FromResult(new CompletionReply(new("s7", 2, 5, "text"), CompletionServiceDouble.Cold)),
        };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("a\r\nbcde");
        JsonNode item = (await client.CompleteAsync(1, 1))["result"]!["items"]!.AsArray().Single()!;
        Assert.Equal("""{"insertText":"text","range":{"start":{"line":0,"character":1},"end":{"line":1,"character":2}},"command":{"title":"Accept the completion","command":"lspCompletion.accepted","arguments":["s7",4]}}""", item.ToJsonString());
    }

    [Theory]
    [InlineData("Neovim", "a {\n  b\n}")]
    [InlineData("Visual Studio Code", "a {\r\n  b\r\n}")]
    public async Task A_client_that_takes_texts_apart_at_line_feeds_gets_no_carriage_return(string name, string inserted)
    {
        CompletionServiceDouble completion = new()
        {
            Answer = (query, _) => Task.FromResult(CompletionServiceDouble.Suggest(query, "a {\r\n  b\r\n}")),
        };
        await using RawClient client = new(completion);
        await client.AskAsync("initialize", $$"""{ "clientInfo": { "name": "{{name}}", "version": "0.12" }, "capabilities": {} }""");
        await client.OpenAsync("x\r\n");

        JsonNode answer = await client.CompleteAsync(0, 1);

        Assert.Equal(inserted, answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{ "insertTextMode": 2, "completionItem": { "insertTextModeSupport": { "valueSet": [1, 2] } } }""", 1, "if a:\n        b")]
    [InlineData("""{ "completionItem": { "insertTextModeSupport": { "valueSet": [2] } } }""", 2, "if a:\n    b")]
    [InlineData("""{ "insertTextMode": 2 }""", null, "if a:\n    b")]
    [InlineData("""{ "completionItem": {} }""", null, "if a:\n        b")]
    public async Task Lines_of_an_item_are_indented_once(string capabilities, int? mode, string text)
    {
        CompletionServiceDouble completion = new()
        {
            Answer = (query, _) => Task.FromResult(CompletionServiceDouble.Suggest(query, "if a:\n        b")),
        };
        await using RawClient client = await RawClient.StartAsync($$"""{ "textDocument": { "completion": {{capabilities}} } }""", completion: completion);
        await client.OpenAsync("def f(a):\n    ");

        JsonNode item = (await client.AskAsync(
            "textDocument/completion", """{ "textDocument": { "uri": "untitled:a" }, "position": { "line": 1, "character": 4 } }"""))["result"]!["items"]![0]!;

        Assert.Equal(mode, item["insertTextMode"]?.GetValue<int>());
        Assert.Equal(text, item["textEdit"]!["newText"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("{}", 3, 3)]
    [InlineData("{}", 2, 1)]
    [InlineData(CountsBytes, 5, 3)]
    [InlineData(CountsBytes, 3, 1)]
    public async Task The_cursor_never_stands_within_a_character(string capabilities, int character, int offset)
    {
        await using RawClient client = await RawClient.StartAsync(capabilities);
        await client.OpenAsync("a😀b");
        await client.CompleteAsync(0, character);
        Assert.Equal(offset, client.Completion.Queries.Single().Offset);
    }

    [Fact]
    public async Task Ranges_count_what_the_client_counts()
    {
        await using RawClient client = await RawClient.StartAsync(CountsBytes);
        await client.OpenAsync("é😀b");
        JsonNode answer = await client.CompleteAsync(0, 6);
        Assert.Equal("[é😀]", answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>());
        Assert.Equal(6, answer["result"]!["items"]![0]!["range"]!["start"]!["character"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_selected_item_of_the_list_is_told()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.OpenAsync("x.\nab.To");
        await client.CompleteAsync(1, 5, context: """
            { "triggerKind": 2, "selectedCompletionInfo": { "text": "ToString", "range": { "start": { "line": 1, "character": 3 }, "end": { "line": 1, "character": 5 } } } }
            """.Replace("\n", ""));
        Assert.Equal(new SelectedItem(6, 8, "ToString"), client.Completion.Queries.Single().Selected);
    }

    [Fact]
    public async Task Nothing_to_suggest_is_an_empty_list()
    {
        CompletionServiceDouble completion = new()
        {
            Answer = (_, _) => Task.FromResult(new CompletionReply(null, CompletionServiceDouble.Cold with { Source = "none", Reason = "white space" })),
        };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("x");
        Assert.Equal("""{"items":[]}""", (await client.CompleteAsync(0, 1))["result"]!.ToJsonString());
        Assert.Equal("""{"isIncomplete":true,"items":[]}""", (await client.CompleteAsync(0, 1, "textDocument/completion"))["result"]!.ToJsonString());
    }

    [Theory]
    [InlineData("textDocument/inlineCompletion")]
    [InlineData("textDocument/completion")]
    public async Task An_unknown_document_is_politely_left_alone(string method)
    {
        await using RawClient client = await RawClient.StartAsync();
        Assert.Empty((await client.CompleteAsync(0, 1, method))["result"]!["items"]!.AsArray());
        Assert.Empty(client.Completion.Queries);
    }

    [Theory]
    [InlineData("return va", 9, "lue;", "value;", 7, "value;", "value;")]
    [InlineData("a = ", 4, "b\n    + c", "b …", 4, "b\n    + c", "b")]
    [InlineData("if (x) {", 8, "\r\n    y();\r\n}", "y(); …", 8, "\r\n    y();\r\n}", "y();")]
    [InlineData("é", 1, "clair", "éclair", 0, "éclair", "éclair")]
    public async Task A_list_item_begins_with_the_word_that_stands_there(
        string text, int character, string suggestion, string label, int start, string inserted, string filter)
    {
        CompletionServiceDouble completion = new()
        {
            Answer = (query, _) => Task.FromResult(CompletionServiceDouble.Suggest(query, suggestion)),
        };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync(text);
        JsonNode item = (await client.CompleteAsync(0, character, "textDocument/completion", """{ "triggerKind": 1 }"""))["result"]!["items"]!.AsArray().Single()!;
        Assert.Equal(label, item["label"]!.GetValue<string>());
        Assert.Equal(filter, item["filterText"]!.GetValue<string>());
        Assert.Equal(inserted, item["textEdit"]!["newText"]!.GetValue<string>());
        Assert.Equal(start, item["textEdit"]!["range"]!["start"]!["character"]!.GetValue<int>());
        Assert.Equal(character, item["textEdit"]!["range"]!["end"]!["character"]!.GetValue<int>());
        Assert.Equal(1, item["insertTextFormat"]!.GetValue<int>());
        Assert.Equal("lspCompletion.accepted", item["command"]!["command"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_long_line_is_cut_in_the_list()
    {
        CompletionServiceDouble completion = new()
        {
            Answer = (query, _) => Task.FromResult(CompletionServiceDouble.Suggest(query, new string('x', 200))),
        };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("");
        JsonNode item = (await client.CompleteAsync(0, 0, "textDocument/completion"))["result"]!["items"]![0]!;
        Assert.Equal(61, item["label"]!.GetValue<string>().Length);
    }

    [Fact]
    public async Task A_cancelled_request_gets_its_error()
    {
        CompletionServiceDouble completion = new()
        {
            Answer = async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException();
            },
        };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("x");
        int id = await client.RequestAsync("textDocument/inlineCompletion", RawClient.At(0, 1));
        await client.NotifyAsync("$/cancelRequest", $$"""{ "id": {{id}} }""");
        Assert.Equal(-32800, (await client.AnswerAsync(id))["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_the_engine_says_is_wrong_is_told()
    {
        CompletionServiceDouble completion = new() { Answer = (_, _) => throw new EngineException("No model there; get one.") };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("x");
        JsonNode answer = await client.CompleteAsync(0, 1);
        Assert.Equal(-32803, answer["error"]!["code"]!.GetValue<int>());
        Assert.Equal("No model there; get one.", answer["error"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_document_closed_during_a_request_gets_its_answer()
    {
        TaskCompletionSource<CompletionReply> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CompletionServiceDouble completion = new() { Answer = (_, _) => reply.Task };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("x");
        int id = await client.RequestAsync("textDocument/inlineCompletion", RawClient.At(0, 1));
        await client.NotifyAsync("textDocument/didClose", """{ "textDocument": { "uri": "untitled:a" } }""");
        await client.CatchUpAsync();
        reply.SetResult(CompletionServiceDouble.Suggest(completion.Queries.Single(), "y"));
        Assert.Equal("y", (await client.AnswerAsync(id))["result"]!["items"]![0]!["insertText"]!.GetValue<string>());
    }

    [Fact]
    public async Task Requests_are_answered_beside_each_other()
    {
        TaskCompletionSource<CompletionReply> slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CompletionServiceDouble completion = new();
        completion.Answer = (query, _) => completion.Queries.Count == 1
            ? slow.Task
            : Task.FromResult(CompletionServiceDouble.Suggest(query, "fast"));
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("x");
        int first = await client.RequestAsync("textDocument/inlineCompletion", RawClient.At(0, 1));
        Assert.NotNull((await client.CompleteAsync(0, 1))["result"]);
        slow.SetResult(CompletionServiceDouble.Suggest(completion.Queries.First(), "slow"));
        Assert.NotNull((await client.AnswerAsync(first))["result"]);
    }

    [Theory]
    [InlineData("workspace/executeCommand", """{ "command": "lspCompletion.accepted", "arguments": ["s1", 12] }""", "accepted s1 12")]
    [InlineData("textDocument/didShowCompletion", """{ "item": { "insertText": "abc", "command": { "title": "", "command": "lspCompletion.accepted", "arguments": ["s1", 3] } } }""", "shown s1")]
    [InlineData("textDocument/didPartiallyAcceptCompletion", """{ "item": { "insertText": "abc", "command": { "title": "", "command": "lspCompletion.accepted", "arguments": ["s1", 3] } }, "acceptedLength": 2 }""", "accepted s1 2")]
    [InlineData("textDocument/didPartiallyAcceptCompletion", """{ "item": { "insertText": "abc", "command": { "title": "", "command": "lspCompletion.accepted", "arguments": ["s1", 3] } }, "acceptedLength": 9 }""", "accepted s1 3")]
    public async Task What_becomes_of_a_suggestion_is_told(string method, string parameters, string call)
    {
        await using RawClient client = await RawClient.StartAsync();
        if (method == "workspace/executeCommand")
            Assert.True((await client.AskAsync(method, parameters)).AsObject().ContainsKey("result"));
        else
            await client.NotifyAsync(method, parameters);
        await client.CatchUpAsync();
        Assert.Equal([call], client.Completion.Calls);
    }
}
