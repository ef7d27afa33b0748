using System.Text.Json.Nodes;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Serving;

/// <summary>A server that runs all day.</summary>
public sealed class EnduranceTests
{
    private const int Completions = 5000;
    private const int WarmUp = 500;
    private const int MostTyped = 60;
    private const string Opened = "public class A\\n{\\n    \\n}\\n";

    [Fact]
    public async Task Memory_stays_what_it_was_after_the_first_500_of_5000_completions()
    {
        // A small model, since five thousand completions of the default one take a quarter of an hour. That the runtime
        // compiles anew what runs often, and lets garbage lie while there is memory, is not what is asked about.
        using TemporaryFolder model = new();
        File.Copy(RepositoryPaths.Fixture("models", "shared-buffer", "model.onnx"), Path.Combine(model.Path, "model.onnx"));
        File.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), Path.Combine(model.Path, "config.json"));
        File.WriteAllText(Path.Combine(model.Path, "tokenizer.json"), AsciiTokenizer.Json());
        using ServerProcess server = ServerProcess.Start(new Dictionary<string, string>
        {
            ["DOTNET_TieredCompilation"] = "0",
            ["DOTNET_GCConserveMemory"] = "9",
            ["DOTNET_GCgen0size"] = "400000",
        });
        await server.InitializeAsync($$"""
            {
              "capabilities": { "textDocument": { "inlineCompletion": {} } },
              "initializationOptions": { "model": {{JsonValue.Create(model.Path).ToJsonString()}}, "sharedEngine": false, "confidenceThreshold": -20, "maxTokens": 16 }
            }
            """);
        await server.ReadyAsync();
        for (int document = 0; document < 3; document++)
        {
            await server.NotifyAsync(
                "textDocument/didOpen",
                $$"""{ "textDocument": { "uri": "untitled:{{document}}", "languageId": "go", "version": 1, "text": "{{Opened}}" } }""");
        }

        long before = 0;
        int shown = 0;
        var random = new Random(1);
        int[] typed = new int[3];
        for (int i = 0; i < Completions; i++)
        {
            if (i == WarmUp)
                before = server.ResidentBytes;

            // Types a character, takes some back, or starts over.
            int document = random.Next(typed.Length);
            int start = 4 + typed[document];
            int end = start;
            string text = "";
            if (typed[document] == MostTyped)
                start = 4;
            else if (typed[document] > 0 && random.Next(8) == 0)
                start -= random.Next(1, Math.Min(8, typed[document]) + 1);
            else
                text = "abc (.x=;".Substring(random.Next(9), 1);
            typed[document] = start + text.Length - 4;
            await server.NotifyAsync(
                "textDocument/didChange",
                $$"""{ "textDocument": { "uri": "untitled:{{document}}", "version": {{i + 2}} }, "contentChanges": [{ "range": { "start": { "line": 2, "character": {{start}} }, "end": { "line": 2, "character": {{end}} } }, "text": "{{text}}" }] }""");
            JsonNode answer = await server.AskAsync(
                "textDocument/inlineCompletion",
                $$"""{ "textDocument": { "uri": "untitled:{{document}}" }, "position": { "line": 2, "character": {{start + text.Length}} }, "context": { "triggerKind": 1 } }""");
            shown += answer["result"]!["items"]!.AsArray().Count;
        }

        Assert.True(shown > Completions / 2, $"Only {shown} suggestions were shown.");
        Assert.True(
            server.ResidentBytes <= 1.05 * before,
            $"Resident after {WarmUp} completions: {before >> 10} KiB; after {Completions}: {server.ResidentBytes >> 10} KiB.");
    }
}
