using System.Text.Json.Nodes;
using LspCompletion.EndToEnd.Tests.Serving;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Privacy;

/// <summary>A project that takes in what its author would like to have, where an engine elsewhere writes.</summary>
public sealed class OutsideSourcesTests : IDisposable
{
    private const string Key = "public const string Key = \"sk-SECRET\"; public int Stolen;";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_project_takes_in_from_outside_or_what_may_hold_secrets_is_not_sent()
    {
        Write("outside/Near.cs", $"public class Near {{ {Key} }}\n");
        Write("outside/deep/Far.cs", $"public class Far {{ {Key} }}\n");
        Write("work/id_rsa", $"public class Hidden {{ {Key} }}\n");
        Write("work/Inside.cs", "public class Inside { public const string Text = \"sk-INSIDE\"; public int InsideMember; }\n");
        Write(
            "work/App.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><Compile Include="../outside/**/*.cs;id_rsa;/etc/passwd" /></ItemGroup>
            </Project>
            """);
        if (!OperatingSystem.IsWindows())
            File.CreateSymbolicLink(_folder["work/Linked.cs"], _folder["outside/Near.cs"]);

        using RemoteEngineDouble engine = new();
        using ServerProcess server = ServerProcess.Start();
        await server.InitializeAsync(
            $$"""
            {
              "capabilities": { "textDocument": { "inlineCompletion": {} } },
              "workspaceFolders": [{ "uri": "{{new Uri(_folder["work"]).AbsoluteUri}}", "name": "work" }],
              "initializationOptions": { "backend": "{{engine.Infill}}", "backendFallback": false, "timeLimitMs": 60000 }
            }
            """);
        string uri = new Uri(_folder["work/Use.cs"]).AbsoluteUri;
        await server.NotifyAsync(
            "textDocument/didOpen", $$"""{ "textDocument": { "uri": "{{uri}}", "languageId": "csharp", "version": 1, "text": "" } }""");

        // Declarations are shown soon after the projects are known.
        await server.ReadUntilAsync(
            message => message["params"]?["message"]?.GetValue<string>().StartsWith("Ready. 1 C# projects", StringComparison.Ordinal) == true,
            "the project to be known");
        int version = 1;
        await Patience.UntilAsync(
            async () =>
            {
                string line = $"public class Use {{ void M{++version}(Near near, Far far, Hidden hidden, Inside inside) {{ ";
                await server.NotifyAsync(
                    "textDocument/didChange",
                    $$"""{ "textDocument": { "uri": "{{uri}}", "version": {{version}} }, "contentChanges": [{ "text": {{JsonValue.Create(line).ToJsonString()}} }] }""");
                await server.AskAsync(
                    "textDocument/inlineCompletion",
                    $$"""{ "textDocument": { "uri": "{{uri}}" }, "position": { "line": 0, "character": {{line.Length}} }, "context": { "triggerKind": 1 } }""");
                return engine.Bodies.Any(body => body.Contains("InsideMember", StringComparison.Ordinal));
            },
            "declarations of the project to be sent");

        Assert.All(
            engine.Requests,
            request => Assert.All(
                ["sk-", "Stolen", "root:"], secret => Assert.DoesNotContain(secret, request, StringComparison.Ordinal)));
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }
}
