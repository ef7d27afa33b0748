using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>Documents of a size, and in a number, that nobody has: the server goes on, and takes no more than they account for.</summary>
public sealed class LargeNumbersTests : IDisposable
{
    private const string Usual = "public class Person\\n{\\n    public string Name { get; set; }\\n\\n    public int ";

    private readonly ServerProcess _server = ServerProcess.Start();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Fifty_thousand_documents_are_opened_and_the_next_is_served()
    {
        await _server.InitializeAsync();
        await _server.ReadyAsync();
        StringBuilder messages = new();
        for (int i = 0; i < 50_000; i++)
        {
            string json = Opening($"untitled:{i}", $"int a{i} = ");
            messages.Append(CultureInfo.InvariantCulture, $"Content-Length: {json.Length}\r\n\r\n{json}");
        }

        await _server.WriteAsync(messages.ToString());

        await AssertServesAsync(most: 2_000_000_000);
    }

    [Fact]
    public async Task A_document_of_200_MB_is_opened_and_the_next_is_served()
    {
        await _server.InitializeAsync();
        await _server.ReadyAsync();
        string json = Opening("untitled:large", new string('x', 200_000_000));
        await _server.WriteAsync($"Content-Length: {json.Length}\r\n\r\n{json}");
        await _server.RequestAsync("textDocument/inlineCompletion", Place("untitled:large", character: 1_000));

        await AssertServesAsync(most: 4_000_000_000);
    }

    /// <param name="uri">The document's name.</param>
    /// <param name="text">Its text as JSON has it.</param>
    private static string Opening(string uri, string text) =>
        $$"""{ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": { "uri": "{{uri}}", "languageId": "csharp", "version": 1, "text": "{{text}}" } } }""";

    private static string Place(string uri, int line = 0, int character = 0) =>
        $$"""{ "textDocument": { "uri": "{{uri}}" }, "position": { "line": {{line}}, "character": {{character}} }, "context": { "triggerKind": 1 } }""";

    private async Task AssertServesAsync(long most)
    {
        string json = Opening("untitled:usual", Usual);
        await _server.WriteAsync($"Content-Length: {json.Length}\r\n\r\n{json}");
        JsonNode answer = await _server.AskAsync("textDocument/inlineCompletion", Place("untitled:usual", line: 4, character: 15));

        Assert.NotEmpty(answer["result"]!["items"]!.AsArray());
        Assert.InRange(_server.ResidentBytes, 1, most);
    }
}
