using System.Text.Json.Nodes;
using LspCompletion.EndToEnd.Tests.Editors;
using LspCompletion.EndToEnd.Tests.Serving;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Privacy;

/// <summary>What a folder can do by being opened: nothing, unless the user says otherwise.</summary>
public sealed class TrustTests(SmallModel model) : IClassFixture<SmallModel>, IDisposable
{
    private readonly HostileFolder _hostile = new();

    public void Dispose() => _hostile.Dispose();

    [Fact]
    public async Task A_workspaces_configuration_runs_and_loads_nothing_and_that_is_told()
    {
        string isRead = _hostile.AddBroken();
        using ServerProcess server = ServerProcess.Start();
        await OpenAsync(server, """ "maxTokens": 8 """);
        await server.NotifyAsync("workspace/didChangeConfiguration", $$"""{ "settings": { "lspCompletion": {{HostileFolder.Settings}} } }""");
        JsonNode shown = await server.ReadUntilAsync(
            message => message["method"]?.GetValue<string>() == "window/showMessage", "what the user is shown");
        await server.NotifyAsync("textDocument/didOpen", Document());
        await SaysAsync(server, isRead);
        await EndAsync(server);

        Assert.Contains(": cSharpProjects, model, trustedFolders. Only you may set this: in ", shown["params"]!["message"]!.GetValue<string>());
        Assert.False(_hostile.HasRun);
    }

    [Fact]
    public async Task MSBuild_runs_nothing_in_a_folder_that_the_user_has_not_named()
    {
        using ServerProcess server = ServerProcess.Start();
        await OpenAsync(server, """ "cSharpProjects": "msbuild" """);
        await server.NotifyAsync("textDocument/didOpen", Document());
        await SaysAsync(server, "trustedFolders doesn't name this folder");
        await EndAsync(server);

        Assert.False(_hostile.HasRun);
    }

    /// <summary>Shows that the others could fail.</summary>
    [Fact]
    public async Task MSBuild_runs_what_it_is_told_to_where_the_user_has_named_the_folder()
    {
        using ServerProcess server = ServerProcess.Start();
        await OpenAsync(server, """ "cSharpProjects": "msbuild" """);
        string folder = JsonValue.Create(_hostile.Folder.Path).ToJsonString();
        await server.NotifyAsync(
            "$/lspCompletion/didChangeOptions", $$"""{ "options": { "cSharpProjects": "msbuild", "trustedFolders": [{{folder}}], {{Model}} } }""");
        await server.NotifyAsync("textDocument/didOpen", Document());

        await Patience.UntilAsync(() => _hostile.HasRun, "what the project runs");
        await EndAsync(server);
    }

    [Fact]
    public async Task Of_a_folder_that_is_not_trusted_no_project_is_opened()
    {
        using WatchedProgram? program = await WatchedProgram.PrepareAsync();
        if (program is null)
            return;

        using (ServerProcess server = program.Serve())
        {
            await OpenAsync(server, """ "trustedFolders": [] """);
            await server.NotifyAsync("textDocument/didOpen", Document());
            await SaysAsync(server, "you don't trust this folder");
            await EndAsync(server);
        }

        Assert.Empty(program.FindOpened(".csproj"));

        using (ServerProcess server = program.Serve())
        {
            string isRead = _hostile.AddBroken();
            await OpenAsync(server, """ "trustedFolders": ["*"] """);
            await server.NotifyAsync("textDocument/didOpen", Document());
            await SaysAsync(server, isRead);
            await EndAsync(server);
        }

        Assert.NotEmpty(program.FindOpened("Trap.csproj"));
        Assert.True(program.FindBreaches() is [], string.Join("\n", program.FindBreaches()));
    }

    /// <summary>Trust that is granted later counts from then on.</summary>
    [Fact]
    public async Task A_folder_is_read_once_it_is_trusted()
    {
        string isRead = _hostile.AddBroken();
        using ServerProcess server = ServerProcess.Start();
        await OpenAsync(server, """ "trustedFolders": [] """);
        await server.NotifyAsync("textDocument/didOpen", Document());
        await SaysAsync(server, "you don't trust this folder");

        await server.NotifyAsync("$/lspCompletion/didChangeOptions", $$"""{ "options": { "trustedFolders": ["*"], {{Model}} } }""");
        await server.RequestAsync("textDocument/inlineCompletion", Place());
        await SaysAsync(server, isRead);
        await EndAsync(server);
    }

    [Fact]
    public async Task Emacs_takes_the_users_word_from_a_folder_and_the_server_does_not()
    {
        string isRead = _hostile.AddBroken();
        _hostile.Folder.Write(
            ".dir-locals.el",
            """
            ((nil . ((eglot-workspace-configuration
                      . ((:lspCompletion . (:cSharpProjects "msbuild" :model "m" :trustedFolders ["*" "/"])))))))
            """u8);

        FolderReport? report = await Editor.Emacs.OpenAsync(
            "emacs-completion-at-point.el", _hostile.Folder, HostileFolder.Document, isRead.Replace(".", "\\.", StringComparison.Ordinal));
        if (report is null)
            return;

        string shown = Assert.Single(report.Shown);
        Assert.Contains(": cSharpProjects, model, trustedFolders. Only you may set this: in ", shown);
        Assert.False(_hostile.HasRun);
    }

    /// <summary>Whatever lies in the folder that is open, such as libraries that a system looks for where a program was started.</summary>
    [Fact]
    public async Task The_server_works_in_its_own_folder()
    {
        if (!OperatingSystem.IsLinux())
            return;

        using ServerProcess server = ServerProcess.Start();
        await OpenAsync(server, """ "maxTokens": 8 """);

        string? folder = new FileInfo($"/proc/{server.Id}/cwd").LinkTarget;
        await EndAsync(server);
        Assert.Equal(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), folder);
    }

    private string Model => $"\"model\": {JsonValue.Create(model.Folder).ToJsonString()}, \"sharedEngine\": false";

    private string Uri => new Uri(_hostile.Folder[HostileFolder.Document]).AbsoluteUri;

    /// <summary>Connects as a client that works in the folder.</summary>
    /// <param name="server">The server.</param>
    /// <param name="options">Of the user's settings, what the test is about.</param>
    private async Task OpenAsync(ServerProcess server, string options)
    {
        string folder = new Uri(_hostile.Folder.Path).AbsoluteUri;
        await server.InitializeAsync($$"""
            {
              "capabilities": { "textDocument": { "inlineCompletion": {} } },
              "workspaceFolders": [{ "uri": "{{folder}}", "name": "hostile" }],
              "initializationOptions": { {{options}}, {{Model}} }
            }
            """);
        await server.ReadyAsync();
    }

    private string Document() =>
        $$"""{ "textDocument": { "uri": "{{Uri}}", "languageId": "csharp", "version": 1, "text": "class A { int a = 1; }\n" } }""";

    private string Place() =>
        $$"""{ "textDocument": { "uri": "{{Uri}}" }, "position": { "line": 0, "character": 18 }, "context": { "triggerKind": 1 } }""";

    private static Task<JsonNode> SaysAsync(ServerProcess server, string part) => server.ReadUntilAsync(
        message => message["method"]?.GetValue<string>() == "$/lspCompletion/status"
            && message["params"]!["message"]!.GetValue<string>().Contains(part, StringComparison.Ordinal),
        $"a status with {part}");

    private async Task EndAsync(ServerProcess server)
    {
        Assert.NotNull((await server.AskAsync("textDocument/inlineCompletion", Place()))["result"]);
        await server.AskAsync("shutdown");
        await server.NotifyAsync("exit");
        Assert.Equal(0, await server.ExitCodeAsync());
    }
}
