using System.Text.Json.Nodes;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>
/// Documents that are not what one thinks of first: each is served or politely let alone, and the next one is served as
/// ever, by one server for all of them. In sources, <c>$0</c> is the cursor.
/// </summary>
public sealed class UnusualDocumentsTests(UnusualDocumentsTests.OneServer one)
    : IClassFixture<UnusualDocumentsTests.OneServer>, IAsyncDisposable
{
    private const string Usual =
        "public class Person\n{\n    public string Name { get; set; }\n\n    public int $0\n\n" +
        "    public override string ToString() => $\"{Name} is {Age}\";\n}\n";

    private readonly ServerProcess _server = one.Process;
    private readonly List<string> _open = [];
    private int _documents;

    /// <summary>A name for each, and its source.</summary>
    public static TheoryData<string, string> Sources => new()
    {
        { "CRLF", Usual.ReplaceLineEndings("\r\n") },
        { "lone CR", Usual.ReplaceLineEndings("\r") },
        { "mixed line ends", "class A\r\n{\r    int a;\n    int $0\r\n}\r" },
        { "tabs", Usual.Replace("    ", "\t", StringComparison.Ordinal) },
        { "surrogate pairs", "// 😀😀 grinning\nvar face = \"😀$0\";\nvar other = \"😀\";\n" },
        { "combining marks", "// cafe\u0301 n\u0303o\nvar cafe\u0301 = \"e\u0301$0\";\n" },
        { "right to left", "// שלום עולם\nvar greeting = \"$0\";\n" },
        { "a line of 100,000 characters", $"var data = \"{new string('x', 50_000)}$0{new string('y', 50_000)}\";\n" },
        { "a line of 100,000 characters below", $"var a = $0;\nvar data = \"{new string('x', 100_000)}\";\n" },
        { "10 MB", $"{Filler(5 << 20)}    private int _last = $0;\n{Filler(5 << 20)}" },
        { "nothing", "$0" },
        { "blanks", "   \t \n\n   $0  \n\n" },
        { "NUL and controls", "var a = \"\0\u0001\u0002\";\nvar b = $0;\n" },
        { "special tokens as text", "// <fim_prefix><fim_suffix><|endoftext|>\nvar token = $0;\n" },
    };

    public async ValueTask DisposeAsync()
    {
        foreach (string uri in _open)
            await CloseAsync(uri);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task Any_text_is_served(string name, string source)
    {
        string uri = await OpenAsync(source, "untitled:");
        JsonNode answer = await _server.AskAsync("textDocument/inlineCompletion", At(uri, source));

        foreach (JsonNode? item in answer["result"]!["items"]!.AsArray())
        {
            string text = item!["insertText"]!.GetValue<string>();
            Assert.NotEqual("", text);
            Assert.DoesNotContain('\uFFFD', text);
            if (name is "CRLF" or "lone CR")
                Assert.Equal(text, text.ReplaceLineEndings(name == "CRLF" ? "\r\n" : "\r"));
        }

        await AssertServesAsync();
    }

    [Theory]
    [InlineData("untitled:Untitled-")]
    [InlineData("vscode-remote://ssh-remote%2Bhost/home/me/Person")]
    [InlineData("vscode-notebook-cell:/home/me/notebook.ipynb#cell")]
    [InlineData("git:/home/me/Person.cs?%7B%22ref%22%3A%22~%22%7D&")]
    [InlineData("jdt://contents/java.base/Person.class?=")]
    [InlineData("file:///C%3A/me/Person")]
    [InlineData("not a uri at all ")]
    public async Task Any_scheme_is_served(string beginning)
    {
        string uri = await OpenAsync(Usual, beginning);
        JsonNode answer = await _server.AskAsync("textDocument/inlineCompletion", At(uri, Usual));

        Assert.NotEmpty(answer["result"]!["items"]!.AsArray());
    }

    [Fact]
    public async Task Within_a_surrogate_pair_nothing_is_torn_apart()
    {
        const string Source = "var face = \"\uD83D$0\uDE00\";\n";
        string uri = await OpenAsync(Source, "untitled:");
        JsonNode answer = await _server.AskAsync("textDocument/inlineCompletion", At(uri, Source));

        Assert.NotNull(answer["result"]);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Several_cursors_are_each_answered()
    {
        const string Source = "class A\n{\n    int Age { get; set; }\n    int $0\n    long \n    public int Twice() => 2 * \n}\n";
        int[] characters = [8, 9, 30];
        string uri = await OpenAsync(Source, "untitled:");
        int[] requests = new int[3];
        for (int i = 0; i < requests.Length; i++)
            requests[i] = await _server.RequestAsync("textDocument/inlineCompletion", At(uri, line: 3 + i, character: characters[i]));

        // An editor that asks for several places at once shows the last one at most.
        HashSet<int> open = [.. requests];
        JsonNode? last = null;
        while (open.Count > 0)
        {
            JsonNode answer = await _server.ReadUntilAsync(message => message["method"] is null, "an answer to each cursor");
            int id = answer["id"]!.GetValue<int>();
            Assert.True(open.Remove(id));
            last = id == requests[^1] ? answer : last;
        }

        Assert.True(last!["result"]!["items"]!.AsArray().Count > 0, last.ToJsonString());
    }

    [Fact]
    public async Task A_document_that_is_closed_during_a_request_still_gets_its_answer()
    {
        string source = Filler(20_000) + "$0";
        string uri = await OpenAsync(source, "untitled:");
        int request = await _server.RequestAsync("textDocument/inlineCompletion", At(uri, source));
        await CloseAsync(uri);
        _open.Remove(uri);

        JsonNode answer = await _server.ReadUntilAsync(message => message["id"]?.GetValue<int>() == request, "the answer");
        Assert.NotNull(answer["result"]);
        await AssertServesAsync();
    }

    [Fact]
    public async Task They_are_shown_to_the_model_like_others_when_it_writes_in_another_document()
    {
        using ServerProcess server = await StartAsync(showsContext: true);
        int documents = 0;
        foreach ((_, string source) in Sources.Select(row => row.Data))
            await OpenAsync(server, $"untitled:{documents++}", source);

        const string Uri = "untitled:usual";
        await OpenAsync(server, Uri, Usual);
        JsonNode answer = await server.AskAsync("textDocument/inlineCompletion", At(Uri, Usual));

        string text = answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>();
        Assert.DoesNotContain('\uFFFD', text);
    }

    private static string Filler(int length)
    {
        string lines = string.Concat(Enumerable.Range(0, 100).Select(i => $"    private int _field{i} = {i};\n"));
        return string.Concat(Enumerable.Repeat(lines, (length / lines.Length) + 1));
    }

    private async Task AssertServesAsync()
    {
        string uri = await OpenAsync(Usual, "untitled:");
        JsonNode answer = await _server.AskAsync("textDocument/inlineCompletion", At(uri, Usual));
        Assert.NotEmpty(answer["result"]!["items"]!.AsArray());
    }

    private async Task<string> OpenAsync(string source, string beginning)
    {
        // The same names in each test: the model sees them.
        string uri = $"{beginning}{_documents++}";
        _open.Add(uri);
        await OpenAsync(_server, uri, source);
        return uri;
    }

    private static Task OpenAsync(ServerProcess server, string uri, string source)
    {
        string text = JsonValue.Create(source.Replace("$0", "", StringComparison.Ordinal)).ToJsonString();
        return server.NotifyAsync(
            "textDocument/didOpen",
            $$"""{ "textDocument": { "uri": "{{uri}}", "languageId": "csharp", "version": 1, "text": {{text}} } }""");
    }

    private Task CloseAsync(string uri) =>
        _server.NotifyAsync("textDocument/didClose", $$"""{ "textDocument": { "uri": "{{uri}}" } }""");

    private static string At(string uri, string source)
    {
        string before = source[..source.IndexOf("$0", StringComparison.Ordinal)].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return At(uri, before.Count(character => character == '\n'), before.Length - before.LastIndexOf('\n') - 1);
    }

    private static string At(string uri, int line, int character) =>
        $$"""{ "textDocument": { "uri": "{{uri}}" }, "position": { "line": {{line}}, "character": {{character}} }, "context": { "triggerKind": 1 } }""";

    /// <summary>A server that is patient and shows whatever the model writes, or what it writes for one document alone.</summary>
    private static async Task<ServerProcess> StartAsync(bool showsContext)
    {
        ServerProcess server = ServerProcess.Start();
        string context = showsContext ? "" : ", \"contextTokens\": 0";
        await server.InitializeAsync($$"""
            {
              "capabilities": { "textDocument": { "inlineCompletion": {} } },
              "initializationOptions": { "confidenceThreshold": -20, "maxLines": 3, "timeLimitMs": 60000, "cSharpCheck": false{{context}} }
            }
            """);
        await server.ReadyAsync();
        return server;
    }

    /// <summary>One server for all tests, in whatever order: the model sees nothing of one test's documents in another's.</summary>
    public sealed class OneServer : IAsyncLifetime
    {
        private ServerProcess? _process;

        internal ServerProcess Process => _process ?? throw new InvalidOperationException("The server isn't started yet.");

        public async ValueTask InitializeAsync() => _process = await StartAsync(showsContext: false);

        public ValueTask DisposeAsync()
        {
            _process?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
