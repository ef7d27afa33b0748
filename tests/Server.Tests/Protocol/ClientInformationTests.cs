using System.Text.Json.Nodes;
using LspCompletion.Engine;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Protocol;

/// <summary>What the server tells the client of itself, and asks it: status, progress, trace, messages, settings.</summary>
public sealed class ClientInformationTests
{
    private const string AnswersConfiguration = """{ "workspace": { "configuration": true } }""";

    private static readonly EngineStatus Loading = new(EngineState.Loading, "loading small-model", 10, "small-model", null, null);
    private static readonly EngineStatus Ready = new(EngineState.Ready, "ready", null, "small-model", "cpu", null);

    [Fact]
    public async Task The_status_is_told_from_the_beginning_and_whenever_it_changes()
    {
        await using RawClient client = await RawClient.StartAsync();
        JsonNode status = await client.OtherAsync("$/lspCompletion/status");
        Assert.Equal("""{"state":"ready","message":"ready","model":"small-model","executionProvider":"cpu"}""", status["params"]!.ToJsonString());

        client.Completion.Status = Ready with
        {
            State = EngineState.Busy,
            Last = new CompletionRecord
            {
                Source = "cache",
                TotalMs = 8.5,
                ModelMs = 7.5,
                CheckMs = 0.25,
                Stats = new CompletionStats
                {
                    ReusedTokens = 100,
                    TrimmedTokens = 1,
                    ComputedTokens = 2,
                    GeneratedTokens = 3,
                    RememberedTokens = 2,
                    RememberedFrom = "src/B.cs:17",
                    DraftedTokens = 0,
                    AcceptedTokens = 0,
                    ReuseReason = "extended",
                    PromptMs = 1,
                    FirstTokenMs = 2,
                    TotalMs = 3,
                },
            },
        };
        status = await client.OtherAsync("$/lspCompletion/status");
        Assert.Equal("busy", status["params"]!["state"]!.GetValue<string>());
        Assert.Equal("""{"source":"cache","totalMs":8.5,"modelMs":7.5,"checkMs":0.25,"reusedTokens":100,"computedTokens":2,"generatedTokens":3,"rememberedTokens":2,"rememberedFrom":"src/B.cs:17"}""", status["params"]!["last"]!.ToJsonString());
    }

    [Fact]
    public async Task The_cache_is_shown_to_a_client_that_asks()
    {
        await using RawClient client = await RawClient.StartAsync();
        client.Completion.Cache = new CacheState(512, [new CachedDocument("file:///a.cs", 300, 2048, 64, [new CachedAnswer("cache", 297, 3)], "the slot was empty")]);

        JsonNode answer = await client.AskAsync("lspCompletion/cache", null);

        Assert.Equal(
            """{"budgetBytes":512,"documents":[{"uri":"file:///a.cs","tokens":300,"capacity":2048,"bytes":64,"recent":[{"source":"cache","reusedTokens":297,"computedTokens":3}],"lastMiss":"the slot was empty"}]}""",
            answer["result"]!.ToJsonString());
    }

    [Fact]
    public async Task No_status_is_told_before_the_client_is_ready()
    {
        await using RawClient client = new();
        await client.AskAsync("initialize", "{}");
        client.Completion.Status = Loading;
        await client.CatchUpAsync();
        Assert.Empty(client.Others);
    }

    [Fact]
    public async Task An_error_is_shown_to_the_user_once()
    {
        await using RawClient client = await RawClient.StartAsync();
        EngineStatus error = Ready with { State = EngineState.Error, Message = "No model there; get one." };
        client.Completion.Status = error;
        client.Completion.Status = Ready;
        client.Completion.Status = error;
        JsonNode message = await client.OtherAsync("window/showMessage");
        Assert.Equal("""{"type":1,"message":"No model there; get one."}""", message["params"]!.ToJsonString());
        await client.CatchUpAsync();
        Assert.DoesNotContain(client.Others, other => other["method"]!.GetValue<string>() == "window/showMessage");
    }

    [Fact]
    public async Task Loading_is_shown_as_progress()
    {
        CompletionServiceDouble completion = new() { Status = Loading };
        await using RawClient client = await RawClient.StartAsync("""{ "window": { "workDoneProgress": true } }""", completion);
        JsonNode create = await client.OtherAsync("window/workDoneProgress/create");
        string token = create["params"]!["token"]!.GetValue<string>();
        await client.SendAsync($$"""{ "jsonrpc": "2.0", "id": {{create["id"]}}, "result": null }""");

        JsonNode progress = await client.OtherAsync("$/progress");
        Assert.Equal(token, progress["params"]!["token"]!.GetValue<string>());
        Assert.Equal("""{"kind":"begin","title":"Code completion","message":"loading small-model","percentage":10}""", progress["params"]!["value"]!.ToJsonString());

        completion.Status = Loading with { Percent = 60 };
        progress = await client.OtherAsync("$/progress");
        Assert.Equal("""{"kind":"report","message":"loading small-model","percentage":60}""", progress["params"]!["value"]!.ToJsonString());

        completion.Status = Ready;
        progress = await client.OtherAsync("$/progress");
        Assert.Equal("""{"kind":"end","message":"ready"}""", progress["params"]!["value"]!.ToJsonString());
    }

    [Fact]
    public async Task A_client_that_shows_no_progress_gets_none()
    {
        await using RawClient client = await RawClient.StartAsync(completion: new CompletionServiceDouble { Status = Loading });
        await client.OtherAsync("$/lspCompletion/status");
        await client.CatchUpAsync();
        Assert.Empty(client.Others);
    }

    [Theory]
    [InlineData("off", false, false)]
    [InlineData("messages", true, false)]
    [InlineData("verbose", true, true)]
    public async Task A_trace_tells_of_every_answer_and_holds_no_source_text(string value, bool isTraced, bool isVerbose)
    {
        CompletionStats stats = new()
        {
            ReusedTokens = 100,
            TrimmedTokens = 1,
            ComputedTokens = 2,
            GeneratedTokens = 3,
            DraftedTokens = 0,
            AcceptedTokens = 0,
            ReuseReason = "extended",
            PromptMs = 1,
            FirstTokenMs = 2,
            TotalMs = 3,
        };
        CompletionServiceDouble completion = new()
        {
            Answer = (query, _) => Task.FromResult(
                CompletionServiceDouble.Suggest(query, "secret") with { Record = CompletionServiceDouble.Cold with { Stats = stats } }),
        };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.NotifyAsync("$/setTrace", $$"""{ "value": "{{value}}" }""");
        await client.OpenAsync("secret");
        await client.CompleteAsync(0, 1);
        await client.CatchUpAsync();

        JsonNode? trace = client.Others.Find(other => other["method"]!.GetValue<string>() == "$/logTrace");
        Assert.Equal(isTraced, trace is not null);
        Assert.Equal(isVerbose, trace?["params"]!["verbose"] is not null);
        if (isTraced)
            Assert.Equal("textDocument/inlineCompletion: a suggestion, cold, 12.3 ms", trace!["params"]!["message"]!.GetValue<string>());
        Assert.DoesNotContain("secret", trace?.ToJsonString() ?? "");
    }

    [Theory]
    [InlineData(false, "textDocument/inlineCompletion: a suggestion, cold, 12.3 ms")]
    [InlineData(true, "textDocument/inlineCompletion: \"[public]\", cold, 12.3 ms")]
    public async Task Settings_trace_for_clients_that_cannot_and_allow_source_text(bool logsSourceText, string message)
    {
        CompletionServiceDouble completion = new()
        {
            Settings = ServerSettings.Default with { Trace = ProtocolTrace.Messages, LogSourceText = logsSourceText },
        };
        await using RawClient client = await RawClient.StartAsync(completion: completion);
        await client.OpenAsync("public");
        await client.CompleteAsync(0, 6);
        JsonNode trace = await client.OtherAsync("$/logTrace");
        Assert.Equal(message, trace["params"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task Settings_are_asked_for_at_the_beginning_and_when_they_change()
    {
        await using RawClient client = await RawClient.StartAsync(AnswersConfiguration, Noting());
        await AnswerAsync("""[{ "maxLines": 1 }]""");
        await client.Completion.Started.Task.WithPatienceAsync("the service to be started");
        await client.NotifyAsync("workspace/didChangeConfiguration", """{ "settings": null }""");
        await AnswerAsync("""[{ "maxLines": 2 }]""");
        Assert.Equal(["- / -", """- / { "maxLines": 1 }""", """- / { "maxLines": 2 }"""], client.Completion.Given);

        async Task AnswerAsync(string result)
        {
            JsonNode request = await client.OtherAsync("workspace/configuration");
            Assert.Equal("""{"items":[{"section":"lspCompletion"}]}""", request["params"]!.ToJsonString());
            Assert.Equal(client.Completion.Given.Count > 1, client.Completion.Started.Task.IsCompleted);
            await AnswerConfigurationAsync(client, request, result);
            await client.OtherAsync("window/showMessage");
        }
    }

    [Fact]
    public async Task An_answer_that_a_newer_question_overtook_is_left_out()
    {
        await using RawClient client = await RawClient.StartAsync(AnswersConfiguration, Noting());
        JsonNode old = await client.OtherAsync("workspace/configuration");
        await client.NotifyAsync("workspace/didChangeConfiguration", "{}");
        JsonNode recent = await client.OtherAsync("workspace/configuration");
        await AnswerConfigurationAsync(client, old, """[{ "maxLines": 1 }]""");
        await AnswerConfigurationAsync(client, recent, """[{ "maxLines": 2 }]""");
        await client.OtherAsync("window/showMessage");
        Assert.Equal(["- / -", """- / { "maxLines": 2 }"""], client.Completion.Given);
    }

    [Theory]
    [InlineData("""{ "maxLines": 1 }""")]
    [InlineData("""{ "lspCompletion": { "maxLines": 1 }, "other": {} }""")]
    public async Task A_client_that_cannot_be_asked_gives_settings_along(string settings)
    {
        await using RawClient client = new();
        await client.AskAsync("initialize", $$"""{ "initializationOptions": {{settings}} }""");
        await client.NotifyAsync("initialized", "{}");
        await client.Completion.Started.Task.WithPatienceAsync("the service to be started");
        await client.NotifyAsync("workspace/didChangeConfiguration", $$"""{ "settings": {{settings}} }""");
        await client.CatchUpAsync();
        Assert.Equal(
            ["""{ "maxLines": 1 } / -""", """{ "maxLines": 1 } / { "maxLines": 1 }"""], client.Completion.Given);
    }

    [Fact]
    public async Task Start_options_that_change_take_the_place_of_the_old_ones()
    {
        await using RawClient client = new();
        await client.AskAsync("initialize", """{ "initializationOptions": { "maxTokens": 1 } }""");
        await client.NotifyAsync("initialized", "{}");
        await client.Completion.Started.Task.WithPatienceAsync("the start");
        await client.NotifyAsync("workspace/didChangeConfiguration", """{ "settings": { "maxLines": 1 } }""");
        await client.NotifyAsync(
            "$/lspCompletion/didChangeOptions", """{ "options": { "lspCompletion": { "trustedFolders": [] } } }""");
        await client.CatchUpAsync();
        Assert.Equal(
            ["""{ "maxTokens": 1 } / -""", """{ "maxTokens": 1 } / { "maxLines": 1 }""", """{ "trustedFolders": [] } / { "maxLines": 1 }"""],
            client.Completion.Given);
    }

    [Fact]
    public async Task A_client_that_never_answers_gets_completions_all_the_same()
    {
        await using RawClient client = await RawClient.StartAsync(AnswersConfiguration);
        await client.Completion.Started.Task.WithPatienceAsync("the service to be started");
    }

    [Theory]
    [InlineData("""{ "rootUri": "file:///a" }""", "file:///a")]
    [InlineData("""{ "rootUri": "file:///a", "workspaceFolders": [{ "uri": "file:///b", "name": "b" }, { "uri": "file:///c", "name": "c" }] }""", "file:///b", "file:///c")]
    [InlineData("""{ "rootUri": "file:///a", "workspaceFolders": [] }""", "file:///a")]
    [InlineData("""{ "rootPath": "/a", "rootUri": null }""", "/a")]
    [InlineData("""{ "rootPath": "/a", "rootUri": "file:///b" }""", "file:///b")]
    [InlineData("""{ "rootUri": null, "workspaceFolders": null }""")]
    [InlineData("{}")]
    public async Task The_folders_are_told(string parameters, params string[] folders)
    {
        await using RawClient client = new();
        await client.AskAsync("initialize", parameters);
        Assert.Equal(folders, client.Completion.WorkspaceFolders);
    }

    [Fact]
    public async Task Folders_that_come_and_go_are_told()
    {
        await using RawClient client = new();
        JsonNode answer = await client.AskAsync("initialize", """{ "rootUri": "file:///a" }""");
        Assert.Equal(
            """{"workspaceFolders":{"supported":true,"changeNotifications":true}}""",
            answer["result"]!["capabilities"]!["workspace"]!.ToJsonString());
        await client.NotifyAsync("initialized", "{}");
        await client.NotifyAsync(
            "workspace/didChangeWorkspaceFolders",
            """{ "event": { "added": [{ "uri": "file:///b", "name": "b" }], "removed": [{ "uri": "file:///a", "name": "a" }] } }""");
        await client.CatchUpAsync();
        Assert.Equal(["folders +file:///b -file:///a"], client.Completion.Calls);
    }

    private static Task AnswerConfigurationAsync(RawClient client, JsonNode request, string result) =>
        client.SendAsync($$"""{ "jsonrpc": "2.0", "id": {{request["id"]}}, "result": {{result}} }""");

    /// <summary>A double that finds something wrong with every setting, so that a client sees when they are taken.</summary>
    private static CompletionServiceDouble Noting() => new()
    {
        Problems = settings => settings.Contains("maxLines", StringComparison.Ordinal) ? [$"wrong: {settings}"] : [],
    };
}
