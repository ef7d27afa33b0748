using System.Text.Json.Nodes;

namespace LspCompletion.Server.Tests.Protocol;

public sealed class NotebookTests
{
    private const string Opened = """
        {
          "notebookDocument": {
            "uri": "file:///n.ipynb", "notebookType": "jupyter-notebook", "version": 1, "metadata": { "kernel": 1 },
            "cells": [
              { "kind": 2, "document": "cell:1", "metadata": {} },
              { "kind": 1, "document": "cell:2" },
              { "kind": 2, "document": "cell:3", "executionSummary": { "executionOrder": 1 } }
            ]
          },
          "cellTextDocuments": [
            { "uri": "cell:1", "languageId": "python", "version": 1, "text": "a = 1" },
            { "uri": "cell:2", "languageId": "markdown", "version": 1, "text": "# Title" },
            { "uri": "cell:3", "languageId": "python", "version": 1, "text": "b = " }
          ]
        }
        """;

    [Theory]
    [InlineData("""{ "notebookDocument": { "synchronization": {} } }""", """{"notebookSelector":[{"notebook":"*"}]}""")]
    [InlineData("{}", null)]
    public async Task A_client_that_tells_of_notebooks_is_asked_for_all(string capabilities, string? offered)
    {
        await using RawClient client = new();
        JsonNode answer = await client.AskAsync("initialize", $$"""{ "capabilities": {{capabilities}} }""");

        Assert.Equal(offered, answer["result"]!["capabilities"]!["notebookDocumentSync"]?.ToJsonString());
    }

    [Fact]
    public async Task A_cell_is_a_document_and_those_of_code_are_told_in_their_order()
    {
        await using RawClient client = await OpenAsync();
        JsonNode answer = await CompleteAsync(client, "cell:3", 4);

        Assert.Equal("[b = ]", answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>());
        Assert.Equal(("python", true), (client.Completion.Queries.Single().Document.LanguageId, client.Completion.Queries.Single().Document.IsNotebookCell));
        Assert.Equal(
            ["arranged file:///n.ipynb: cell:1,cell:3", "opened cell:1@1", "opened cell:2@1", "opened cell:3@1"], client.Completion.Calls);
    }

    [Fact]
    public async Task What_changes_in_a_cell_is_a_change_of_its_document()
    {
        await using RawClient client = await OpenAsync();
        await ChangeAsync(client, """
            { "textContent": [{
                "document": { "uri": "cell:3", "version": 2 },
                "changes": [{ "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 1 } }, "text": "total" }] }] }
            """);

        JsonNode answer = await CompleteAsync(client, "cell:3", 8);

        Assert.Equal("[total = ]", answer["result"]!["items"]![0]!["insertText"]!.GetValue<string>());
        Assert.Equal("changed cell:3@1 to cell:3@2 from 0", client.Completion.Calls.Last());
    }

    [Fact]
    public async Task Cells_come_move_and_go()
    {
        await using RawClient client = await OpenAsync();
        await ChangeAsync(client, """
            { "structure": {
                "array": { "start": 1, "deleteCount": 1, "cells": [{ "kind": 2, "document": "cell:4" }, { "kind": 2, "document": "cell:5" }] },
                "didOpen": [
                  { "uri": "cell:4", "languageId": "python", "version": 1, "text": "c" },
                  { "uri": "cell:5", "languageId": "python", "version": 1, "text": "d" }],
                "didClose": [{ "uri": "cell:2" }] } }
            """);
        await ChangeAsync(client, """{ "structure": { "array": { "start": 0, "deleteCount": 1 }, "didClose": [{ "uri": "cell:1" }] } }""");
        await ChangeAsync(client, """{ "structure": { "array": { "start": 99, "deleteCount": 99, "cells": [{ "kind": 2, "document": "cell:1" }] } } }""");
        await client.CatchUpAsync();

        Assert.Equal(
            [
                "arranged file:///n.ipynb: cell:1,cell:4,cell:5,cell:3",
                "closed cell:2@1",
                "opened cell:4@1",
                "opened cell:5@1",
                "arranged file:///n.ipynb: cell:4,cell:5,cell:3",
                "closed cell:1@1",
                "arranged file:///n.ipynb: cell:4,cell:5,cell:3,cell:1",
            ],
            client.Completion.Calls.Skip(4));
    }

    [Fact]
    public async Task A_notebook_that_is_closed_closes_its_cells()
    {
        await using RawClient client = await OpenAsync();
        await client.NotifyAsync("notebookDocument/didSave", """{ "notebookDocument": { "uri": "file:///n.ipynb" } }""");
        await client.NotifyAsync(
            "notebookDocument/didClose",
            """{ "notebookDocument": { "uri": "file:///n.ipynb" }, "cellTextDocuments": [{ "uri": "cell:1" }, { "uri": "cell:2" }, { "uri": "cell:3" }] }""");
        JsonNode answer = await CompleteAsync(client, "cell:3", 4);

        Assert.Empty(answer["result"]!["items"]!.AsArray());
        Assert.Equal(["closed cell:1@1", "closed cell:2@1", "closed cell:3@1", "arranged file:///n.ipynb: "], client.Completion.Calls.Skip(4));
    }

    [Theory]
    [InlineData("""{ "notebookDocument": { "uri": "file:///n.ipynb", "version": 2 }, "change": { "cells": { "structure": { "array": 5 } } } }""", true)]
    [InlineData("""{ "notebookDocument": { "uri": "file:///n.ipynb", "version": 2 } }""", true)]
    [InlineData("""{ "notebookDocument": { "uri": "file:///n.ipynb", "version": 2 }, "change": { "metadata": { "kernel": 2 } } }""", false)]
    [InlineData("""{ "notebookDocument": { "uri": "file:///other.ipynb", "version": 2 }, "change": { "cells": { "structure": { "array": { "start": 0, "deleteCount": 1 } } } } }""", false)]
    [InlineData("""{ "notebookDocument": 7 }""", false)]
    public async Task After_a_change_that_cannot_be_read_nothing_is_served_from_the_notebook(string change, bool isLost)
    {
        await using RawClient client = await OpenAsync();
        await client.NotifyAsync("notebookDocument/didChange", change);

        JsonNode answer = await CompleteAsync(client, "cell:3", 4);

        Assert.Equal(isLost ? 0 : 1, answer["result"]!["items"]!.AsArray().Count);
        Assert.False(client.HasEnded);
    }

    private static async Task<RawClient> OpenAsync()
    {
        RawClient client = await RawClient.StartAsync();
        await client.NotifyAsync("notebookDocument/didOpen", Opened);
        return client;
    }

    private static Task ChangeAsync(RawClient client, string cells) => client.NotifyAsync(
        "notebookDocument/didChange",
        $$"""{ "notebookDocument": { "uri": "file:///n.ipynb", "version": 2 }, "change": { "cells": {{cells}} } }""");

    private static Task<JsonNode> CompleteAsync(RawClient client, string uri, int character) => client.AskAsync(
        "textDocument/inlineCompletion",
        $$"""{ "textDocument": { "uri": "{{uri}}" }, "position": { "line": 0, "character": {{character}} }, "context": { "triggerKind": 2 } }""");
}
