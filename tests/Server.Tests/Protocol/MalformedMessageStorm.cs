using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace LspCompletion.Server.Tests.Protocol;

public sealed class MalformedMessageStorm
{
    private const int Messages = 10_000;
    private const int BatchSize = 250;

    private static readonly string[] Methods =
    [
        "initialize", "initialized", "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose",
        "textDocument/inlineCompletion", "textDocument/completion", "textDocument/didShowCompletion",
        "textDocument/didPartiallyAcceptCompletion", "workspace/executeCommand", "workspace/didChangeConfiguration",
        "$/cancelRequest", "$/setTrace", "$/progress", "test/unknown",
    ];

    private static readonly Gen<string> Value = Gen.OneOf(
        "null", "true", "5", "-1", "1e400", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "[1, {}]", "{}", "\"untitled:a\"",
        """{ "uri": "untitled:a", "version": 2 }""", """{ "line": 0, "character": 0 }""",
        """[{ "text": "whole" }]""",
        """[{ "range": { "start": { "line": 5, "character": 0 }, "end": { "line": 0, "character": 0 } }, "text": "" }]""");

    private static readonly Gen<string> Parameters = Gen.Select(
        Gen.OneOf("textDocument", "uri", "position", "contentChanges", "context", "item", "id", "command", "value", "settings", "token"),
        Value).Array[0, 4].Select(members => $"{{ {string.Join(", ", members.Select(member => $"\"{member.Item1}\": {member.Item2}"))} }}");

    private static readonly Gen<string> Json = Gen.Select(
        Gen.OneOf("\"jsonrpc\": \"2.0\", ", "\"jsonrpc\": \"2.0\", ", "\"jsonrpc\": \"2.0\", ", "\"jsonrpc\": 2, ", ""),
        Gen.OneOf("", "\"id\": -1, ", "\"id\": \"x\", ", "\"id\": null, ", "\"id\": {}, ", "\"id\": 1.5, "),
        Gen.Frequency(
            (8, Gen.Select(Gen.OneOf<string>(Methods), Gen.OneOf(Parameters, Parameters, Value))
                .Select((method, parameters) => $"\"method\": \"{method}\", \"params\": {parameters}")),
            (1, Value.Select(value => $"\"method\": {value}")),
            (1, Value.Select(value => $"\"result\": {value}")),
            (1, Value.Select(value => $"\"error\": {value}"))))
        .Select((version, id, rest) => $"{{ {version}{id}{rest} }}");

    /// <summary>Most have a right header, so that the storm reaches every depth of the server.</summary>
    private static readonly Gen<byte[]> Message = Gen.Frequency(
        (10, Json.Select(json => Framed(json, 0))),
        (2, Gen.Select(Json, Gen.Int[0, 60]).Select((json, length) => Framed(json[..Math.Min(length, json.Length)], 0))),
        (1, Gen.Select(Json, Gen.Int[-20, 20]).Select(Framed)),
        (1, Gen.Byte.Array[0, 60]),
        (1, Gen.OneOf("Content-Length: x\r\n\r\n", "\r\n", "Content-Length: 5\r\n", "Content-Le", "Content-Length: 999999999999\r\n\r\n")
            .Select(Encoding.ASCII.GetBytes)));

    [Fact]
    public Task Ten_thousand_malformed_or_untimely_messages_and_it_still_serves() => Message.Array[Messages].SampleAsync(
        async messages =>
        {
            await using RawClient client = await RawClient.StartAsync();
            foreach (byte[][] batch in messages.Chunk(BatchSize))
            {
                foreach (byte[] message in batch)
                    await client.WriteAsync(message);
                await AssertServesAsync(client);
            }
        },
        iter: 1,
        threads: 1);

    private static async Task AssertServesAsync(RawClient client)
    {
        // A header that promised too much swallows what comes next; what comes after that is found again.
        for (int filler = 0; filler < 4; filler++)
            await client.RequestAsync("test/unknown", null);

        await client.OpenAsync("alive");
        JsonNode answer = await client.CompleteAsync(0, 5);
        Assert.Equal("[alive]", answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>());
        client.Others.Clear();
    }

    private static byte[] Framed(string json, int excess)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        string header = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Math.Max(0, body.Length + excess)}\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(header), .. body];
    }
}
