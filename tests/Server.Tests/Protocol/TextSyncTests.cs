using System.Text.Json.Nodes;

namespace LspCompletion.Server.Tests.Protocol;

public sealed class TextSyncTests
{
    [Fact]
    public async Task A_request_sees_the_text_at_its_place_in_the_stream()
    {
        const int Keystrokes = 300;
        CompletionServiceDouble completion = new();
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("");
        List<int> ids = [];
        for (int count = 0; count < Keystrokes; count++)
        {
            await client.NotifyAsync("textDocument/didChange", Change(count + 2, 0, count, 0, count, "x"));
            ids.Add(await client.RequestAsync("textDocument/inlineCompletion", RawClient.At(0, int.MaxValue)));
        }

        foreach (int id in ids)
            await client.AnswerAsync(id);
        Assert.Equal(
            Enumerable.Range(1, Keystrokes), completion.Queries.Select(query => query.Document.Text.Length));
        Assert.Equal(
            Enumerable.Range(2, Keystrokes), completion.Queries.Select(query => query.Document.Version));
    }

    [Fact]
    public async Task The_service_hears_of_every_document()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.OpenAsync("one\ntwo");
        await client.NotifyAsync("textDocument/didChange", Change(2, 1, 0, 1, 3, "three"));
        await client.OpenAsync("again");
        await client.NotifyAsync("textDocument/didClose", """{ "textDocument": { "uri": "untitled:a" } }""");
        await client.NotifyAsync("textDocument/didClose", """{ "textDocument": { "uri": "untitled:a" } }""");
        await client.CatchUpAsync();
        Assert.Equal(
            [
                "opened untitled:a@1",
                "changed untitled:a@1 to untitled:a@2 from 4",
                "closed untitled:a@2",
                "opened untitled:a@1",
                "closed untitled:a@1",
            ],
            client.Completion.Calls);
    }

    [Fact]
    public async Task The_service_hears_where_the_cursor_rests_and_of_unknown_documents_the_log_does()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.OpenAsync("one\n\ud83d\ude00o");
        foreach ((int line, double character) in ((int, double)[])[(0, 2), (1, 1), (1, 2), (-3, -1), (0, 4294967295), (7, 0)])
            await client.NotifyAsync("$/lspCompletion/cursor", FormattableString.Invariant($$"""{ "textDocument": { "uri": "untitled:a" }, "position": { "line": {{line}}, "character": {{character}} } }"""));
        await client.NotifyAsync("$/lspCompletion/cursor", """{ "textDocument": { "uri": "untitled:b" }, "position": { "line": 0, "character": 0 } }""");
        string log = (await client.OtherAsync("window/logMessage"))["params"]!["message"]!.GetValue<string>();

        Assert.Equal("$/lspCompletion/cursor: a cursor in a document that is not open is left out", log);
        Assert.Equal(
            ["opened untitled:a@1", .. ((int[])[2, 4, 6, 0, 3, 7]).Select(offset => $"cursor untitled:a@1 at {offset}")],
            client.Completion.Calls);
    }

    [Theory]
    [InlineData("""{ "textDocument": { "uri": "untitled:a", "version": 2 }, "contentChanges": [{ "range": { "start": { "line": 0, "character": 2 }, "end": { "line": 0, "character": 1 } }, "text": "x" }] }""", "ends before it begins")]
    [InlineData("""{ "textDocument": { "uri": "untitled:a", "version": 2 }, "contentChanges": [{ "text": 5 }] }""", "could not be read")]
    [InlineData("""{ "textDocument": { "uri": "untitled:a", "version": 2 } }""", "could not be read")]
    public async Task A_change_that_makes_no_sense_is_logged_and_nothing_is_served_until_the_whole_text_comes(string change, string problem)
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.OpenAsync("secret");
        await client.NotifyAsync("textDocument/didChange", change);
        string log = (await client.OtherAsync("window/logMessage"))["params"]!["message"]!.GetValue<string>();
        Assert.Contains(problem, log);
        Assert.DoesNotContain("secret", log);
        Assert.Empty((await client.CompleteAsync(0, 1))["result"]!["items"]!.AsArray());

        await client.NotifyAsync(
            "textDocument/didChange",
            """{ "textDocument": { "uri": "untitled:a", "version": 3 }, "contentChanges": [{ "text": "whole" }] }""");
        Assert.Equal("[whole]", await InsertTextAsync(client, 0, 5));
        Assert.Equal(["opened untitled:a@1", "closed untitled:a@1", "opened untitled:a@3"], client.Completion.Calls);
    }

    [Fact]
    public async Task A_huge_position_is_the_end()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.OpenAsync("one\ntwo");
        await client.NotifyAsync("textDocument/didChange", """
            { "textDocument": { "uri": "untitled:a", "version": 2 }, "contentChanges": [{ "range": { "start": { "line": 0, "character": 4294967295 }, "end": { "line": 1e300, "character": 1.5 } }, "text": "!" }] }
            """.Trim());
        Assert.Equal("[one!]", await InsertTextAsync(client, 0, 4));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_kept_until_the_other_half_comes()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.NotifyAsync(
            "textDocument/didOpen",
            """{ "textDocument": { "uri": "untitled:a", "languageId": "csharp", "version": 1, "text": "\"\\\t\u00e9\ud83d" } }""");
        await client.NotifyAsync("textDocument/didChange", Change(2, 0, 5, 0, 5, @"\ude00", isEscaped: true));
        Assert.Equal("[\"\\\té😀]", await InsertTextAsync(client, 0, 6));
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_replaced()
    {
        await using RawClient client = await RawClient.StartAsync();
        byte[] body =
        [
            .. """{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"untitled:a","languageId":"c","version":1,"text":"a"""u8,
            0xff,
            .. "b\"}}}"u8,
        ];
        await client.WriteAsync([.. System.Text.Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), .. body]);
        Assert.Equal("[a\uFFFDb]", await InsertTextAsync(client, 0, 3));
    }

    [Fact]
    public async Task A_document_of_ten_megabytes_is_served()
    {
        await using RawClient client = await RawClient.StartAsync();
        await client.OpenAsync(string.Concat(Enumerable.Repeat("    int value = 1;\r\n", 10 * 1024 * 1024 / 20)));
        await client.NotifyAsync("textDocument/didChange", Change(2, 400_000, 4, 400_000, 7, "long"));
        Assert.Equal("[    long]", await InsertTextAsync(client, 400_000, 8));
    }

    private static async Task<string> InsertTextAsync(RawClient client, int line, int character)
    {
        JsonNode answer = await client.CompleteAsync(line, character);
        return answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>();
    }

    private static string Change(
        int version, int startLine, int startCharacter, int endLine, int endCharacter, string text, bool isEscaped = false) =>
        $$"""{ "textDocument": { "uri": "untitled:a", "version": {{version}} }, "contentChanges": [{ "range": { "start": { "line": {{startLine}}, "character": {{startCharacter}} }, "end": { "line": {{endLine}}, "character": {{endCharacter}} } }, "text": {{(isEscaped ? $"\"{text}\"" : RawClient.Json(text))}} }] }""";
}
