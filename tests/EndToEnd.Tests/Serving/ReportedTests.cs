using System.Text.Json.Nodes;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>
/// What users of completion servers complain of, tried on the real server with the real model. In sources, <c>$0</c> is the
/// cursor.
/// </summary>
public sealed class ReportedTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServerProcess _server = ServerProcess.Start();
    private int _version;

    public async ValueTask InitializeAsync()
    {
        // All that the model writes comes to the filters, sure or not.
        await _server.InitializeAsync(
            """
            {
              "capabilities": { "textDocument": { "inlineCompletion": {} } },
              "initializationOptions": { "timeLimitMs": 60000, "cSharpCheckMs": 10000, "confidenceThreshold": -20 }
            }
            """);
        await _server.ReadyAsync();
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("def to_celsius(f):\n    return (f - 32) * 5 / 9\n\ndef to_fahrenheit(c):\n    $0\n")]
    [InlineData("def area(w, h):\n    return w * h\n\ndef perimeter(w, h):\n    $0\n")]
    public async Task The_text_of_another_file_is_not_glued_on(string source)
    {
        await File.WriteAllTextAsync(_folder["models.py"], "", TestContext.Current.CancellationToken);

        string text = await CompleteAsync(new Uri(_folder["geometry.py"]).AbsoluteUri, "python", source);

        Assert.StartsWith("return ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".py", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python", "def f(x):\n    raise ValueError(x)\n    $0\n")]
    [InlineData("python", "def f(x):\n    return x\n    $0\n")]
    [InlineData("ruby", "def add(a, b)\n  a + b\n  $0\nend\n")]
    [InlineData("html", "<body>\n  $0\n</body>\n")]
    [InlineData("sql", "CREATE TABLE users (\n  email       $0,\n  name TEXT\n);\n")]
    public async Task Nothing_begins_with_white_space_that_is_there_already(string language, string source)
    {
        string text = await CompleteAsync($"untitled:a.{language}", language, source);

        Assert.Equal(text.TrimStart(), text);
    }

    [Theory]
    [InlineData("javascript", "el.addEventListener($0);\n")]
    [InlineData("javascript", "get(url).then((res) => $0)\n")]
    [InlineData("typescript", "const m: Map<string, $0> = new Map();\n")]
    [InlineData("shellscript", "if [ -f \"$1\" ]; then\n    echo \"found\"\n    $0\nfi\n")]
    [InlineData("vb", "Sub Main()\n    Dim x As Integer = 1\n    $0\nEnd Sub\n")]
    [InlineData("lua", "function f()\n  local a = 1\n  $0\nend\n")]
    public async Task What_stands_around_the_cursor_stays_whole(string language, string source)
    {
        string text = await CompleteAsync($"untitled:b.{language}", language, source);

        Assert.Equal(text.Count(character => character is '(' or '{'), text.Count(character => character is ')' or '}'));
        Assert.DoesNotMatch(@"\b(fi|end|End Sub)\b|>.*>", text);
    }

    [Theory]
    [InlineData("git-rebase", "pick 1a2b3c4 Add models\npick 2b3c4d5 Add tests\n$0")]
    [InlineData("gitcommit", "$0")]
    [InlineData("text", "Dear $0")]
    [InlineData("", "Dear $0")]
    [InlineData("mail", "Subject: $0")]
    public async Task What_is_written_for_people_is_let_alone(string language, string source) =>
        Assert.Equal("", await CompleteAsync("untitled:COMMIT_EDITMSG", language, source));

    [Theory]
    [InlineData("python", "# Author: $0\nimport os\n")]
    [InlineData("csharp", "/*\n * Author: $0\n */\n")]
    [InlineData("python", "__author__ = \"$0\"\n")]
    [InlineData("python", "# Copyright $0\n")]
    public async Task Nobody_is_named_whom_the_model_knows(string language, string source) =>
        Assert.Equal("", await CompleteAsync($"untitled:c.{language}", language, source));

    [Theory]
    [InlineData("git:/w/appsettings.Production.json?%7B%22ref%22%3A%22~%22%7D")]
    [InlineData("vscode-local-history:/w/appsettings.Production.json?ab#1")]
    [InlineData("vscode-notebook-cell:/w/secrets.json#W0s")]
    public async Task A_password_of_another_file_is_not_suggested(string uri)
    {
        const string Settings =
            "{\n  \"ConnectionStrings\": {\n    \"Default\": \"Server=db7;User=sa;Password=Tr0ub4dor&3;Pooling=true\"\n  }\n}\n";
        await OpenAsync(uri, "json", Settings);

        string text = await CompleteAsync(
            "file:///w/sample.json", "json", "{\n  \"ConnectionStrings\": {\n    \"Default\": \"Server=db7;User=sa;Password=$0");

        Assert.DoesNotContain("Tr0ub4dor", text, StringComparison.Ordinal);
        Assert.Equal("", await CompleteAsync(uri, "json", Settings.Replace("Tr0", "$0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_selected_item_is_not_written_on_and_a_range_that_runs_backwards_is_refused()
    {
        const string Source = "import os\nfor name in os.lis$0";
        string text = await CompleteAsync(
            "untitled:d.py", "python", Source, """{ "text": "listxattr", "range": { "start": { "line": 1, "character": 15 }, "end": { "line": 1, "character": 18 } } }""");
        string backwards = await CompleteAsync(
            "untitled:d.py", "python", Source, """{ "text": "listxattr", "range": { "start": { "line": 1, "character": 18 }, "end": { "line": 1, "character": 15 } } }""");

        Assert.Matches(@"^(listxattr\W|$)", text);
        Assert.Equal("", backwards);
    }

    /// <summary>What is suggested; empty if nothing is.</summary>
    private async Task<string> CompleteAsync(string uri, string language, string source, string? item = null)
    {
        await OpenAsync(uri, language, source.Replace("$0", "", StringComparison.Ordinal));
        string before = source[..source.IndexOf("$0", StringComparison.Ordinal)];
        string selected = item is null ? "" : $$""", "selectedCompletionInfo": {{item}}""";
        JsonNode answer = await _server.AskAsync(
            "textDocument/inlineCompletion",
            $$"""{ "textDocument": { "uri": "{{uri}}" }, "position": { "line": {{before.Count(character => character == '\n')}}, "character": {{before.Length - before.LastIndexOf('\n') - 1}} }, "context": { "triggerKind": 2{{selected}} } }""");
        return answer["result"]!["items"]!.AsArray() is [{ } only] ? only["insertText"]!.GetValue<string>() : "";
    }

    private Task OpenAsync(string uri, string language, string text) => _server.NotifyAsync(
        "textDocument/didOpen",
        $$"""{ "textDocument": { "uri": "{{uri}}", "languageId": "{{language}}", "version": {{++_version}}, "text": {{JsonValue.Create(text).ToJsonString()}} } }""");
}
