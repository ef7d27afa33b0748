using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>Cells of a notebook, completed by the real server with the real model.</summary>
public sealed class NotebookTests
{
    private const string Above = "def kelvin_of_celsius(celsius):\n    return celsius + 273.15\n\nreadings = [18.5, 21.0, 19.2]";

    [Fact]
    public async Task What_other_cells_declare_is_known()
    {
        using ServerProcess server = ServerProcess.Start();
        await server.InitializeAsync(
            """{ "capabilities": { "notebookDocument": { "synchronization": {} }, "textDocument": { "inlineCompletion": {} } }, "initializationOptions": { "timeLimitMs": 60000, "confidenceThreshold": -20 } }""");
        await server.ReadyAsync();

        Assert.DoesNotContain("_celsius", await CompleteAsync(server, "alone", ""), StringComparison.Ordinal);

        // On a busy machine the first prompt of a document doesn't wait for what it could show besides.
        int notebooks = 0;
        await Patience.UntilAsync(
            async () => (await CompleteAsync(server, $"{notebooks++}", Above)).StartsWith("_celsius(", StringComparison.Ordinal),
            "a name of the cell above");
    }

    private static async Task<string> CompleteAsync(ServerProcess server, string name, string above)
    {
        string uri = $"untitled:{name}.ipynb";
        await server.NotifyAsync("notebookDocument/didOpen", $$"""
            {
              "notebookDocument": {
                "uri": "{{uri}}", "notebookType": "jupyter-notebook", "version": 1,
                "cells": [{ "kind": 2, "document": "{{uri}}#1" }, { "kind": 2, "document": "{{uri}}#2" }]
              },
              "cellTextDocuments": [
                { "uri": "{{uri}}#1", "languageId": "python", "version": 1, "text": {{JsonValue.Create(above).ToJsonString()}} },
                { "uri": "{{uri}}#2", "languageId": "python", "version": 1, "text": "print(kelvin_of" }
              ]
            }
            """);
        JsonNode reply = await server.AskAsync(
            "textDocument/inlineCompletion",
            $$"""{ "textDocument": { "uri": "{{uri}}#2" }, "position": { "line": 0, "character": 15 }, "context": { "triggerKind": 2 } }""");
        await server.NotifyAsync(
            "notebookDocument/didClose",
            $$"""{ "notebookDocument": { "uri": "{{uri}}" }, "cellTextDocuments": [{ "uri": "{{uri}}#1" }, { "uri": "{{uri}}#2" }] }""");
        return reply["result"]!["items"]!.AsArray() is [{ } item] ? item["insertText"]!.GetValue<string>() : "";
    }
}
