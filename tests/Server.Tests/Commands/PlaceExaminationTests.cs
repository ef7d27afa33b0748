using System.Text.Json;
using LspCompletion.Engine;
using LspCompletion.Server.Commands.Doctor;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Tests.Completion;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Commands;

/// <summary>What <c>doctor --at</c> finds. In sources, <c>$0</c> is the cursor.</summary>
public sealed class PlaceExaminationTests : IAsyncDisposable
{
    private static readonly string[] WholeWay = ["enabled", "model", "file", "text", "writing", "confidence", "filters", "check", "time"];

    private readonly BackendDouble _backend = new();

    public ValueTask DisposeAsync() => _backend.DisposeAsync();

    [Fact]
    public async Task Where_nothing_is_in_the_way_all_of_it_is_gone()
    {
        (IReadOnlyList<PlaceFinding> findings, string text) = await ExamineAsync(ServerSettings.Default, "int a = $0\n");

        Assert.Equal("text", text);
        Assert.Equal(WholeWay, findings.Select(finding => finding.Name));
        Assert.DoesNotContain(findings, finding => finding.Stops);
    }

    /// <summary>What is in the way, what the model writes, where it stops, and what is said of that.</summary>
    public static TheoryData<string, string, string, string, string> Obstacles => new()
    {
        { "{ \"enabled\": false }", "int a = $0\n", "text", "enabled", "the setting enabled turns suggestions off" },
        { "{ \"languages\": { \"csharp\": false } }", "int a = $0\n", "text", "file", "the setting languages turns suggestions off for csharp" },
        { "{ \"ignore\": [\"*.cs\"] }", "int a = $0\n", "text", "file", "the setting ignore says *.cs" },
        { "{ \"comments\": \"off\" }", "int a; // what $0\n", "text", "text", "the setting comments turns suggestions off there" },
        { "{ \"strings\": \"manual\" }", "string a = \"$0\";\n", "text", "text", "only when asked by hand" },
        { "{}", "int a = $0\n", "", "writing", "the model has nothing to say here" },
        { "{ \"confidenceThreshold\": -0.05 }", "int a = $0\n", "text", "confidence", "the model wasn't sure enough" },
        { "{}", "int b = 1;\n    int a = 12;\n    $0\n", "int a = 12;", "filters", "repeats what stands above" },
        { "{}", "int a = $0\n", "unknown", "check", "CS0103" },
    };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task What_is_in_the_way_is_named(string settings, string source, string written, string name, string says)
    {
        _backend.Answer = (_, _, _) => Task.FromResult(BackendDouble.Result(written));

        (IReadOnlyList<PlaceFinding> findings, string text) = await ExamineAsync(SettingsFrom(settings), source);

        PlaceFinding stopping = Assert.Single(findings, finding => finding.Stops);
        Assert.Equal(name, stopping.Name);
        Assert.Contains(says, stopping.Says, StringComparison.Ordinal);
        Assert.Equal("", text);
    }

    [Fact]
    public async Task What_comes_too_late_is_said_with_the_time_that_it_takes()
    {
        _backend.Answer = (_, _, _) => Task.FromResult(WithFirstTokenAfter(80));

        (IReadOnlyList<PlaceFinding> findings, _) = await ExamineAsync(ServerSettings.Default with { TimeLimitMs = 50 }, "int a = $0\n");

        PlaceFinding stopping = Assert.Single(findings, finding => finding.Stops);
        Assert.Equal("time", stopping.Name);
        Assert.Contains("timeLimitMs is 50", stopping.Says, StringComparison.Ordinal);

        static CompletionResult WithFirstTokenAfter(double ms)
        {
            CompletionResult result = BackendDouble.Result("text");
            return result with { Stats = result.Stats with { FirstTokenMs = ms } };
        }
    }

    [Fact]
    public async Task What_is_let_alone_is_shown_to_no_model()
    {
        await ExamineAsync(SettingsFrom("{ \"ignore\": [\"*.cs\"] }"), "int a = $0\n");

        Assert.Equal(0, _backend.Calls);
    }

    [Fact]
    public async Task An_engine_that_fails_is_told_of()
    {
        _backend.Answer = (_, _, _) => throw new EngineException("The engine is gone; start it.");

        (IReadOnlyList<PlaceFinding> findings, _) = await ExamineAsync(ServerSettings.Default, "int a = $0\n");

        Assert.Equal(new PlaceFinding("writing", "The engine is gone; start it.", Stops: true), findings[^1]);
    }

    /// <summary>The same place in the server and here: one pipeline, so one answer.</summary>
    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task The_server_gives_the_same_reason(string settings, string source, string written, string name, string says)
    {
        if (name == "check")
            return;

        _backend.Answer = (_, _, _) => Task.FromResult(BackendDouble.Result(written));
        using CompletionService service = Services.Create(SettingsFrom(settings) with { CSharp = false }, ["/shop"], _ => _backend, _ => { });
        service.Start();
        await Patience.UntilAsync(() => service.Status.State is not EngineState.Loading, "the model is loaded");
        (DocumentSnapshot document, int cursor) = Parse(source);
        service.Opened(document);

        CompletionReply reply = await service.CompleteAsync(
            new CompletionQuery(document, cursor, CompletionTrigger.Automatic, Selected: null), TestContext.Current.CancellationToken);

        Assert.Contains(says, reply.Record.Reason, StringComparison.Ordinal);
    }

    private async Task<(IReadOnlyList<PlaceFinding> Findings, string Text)> ExamineAsync(ServerSettings settings, string source)
    {
        (DocumentSnapshot document, int cursor) = Parse(source);
        using ILanguageInsight compiler = new InsightDouble
        {
            Check = text => text == "unknown"
                ? new CheckedText(new CheckVerdict(CheckOutcome.Dropped, "CS0103", 0, 0), "")
                : CheckedText.Unchecked(text, reason: null),
        };
        using IDocumentInsight insight = compiler.Open(document);
        WorkspaceConfiguration configuration = WorkspaceConfiguration.Of(settings, new WorkspaceFolders(["/shop"]), TimeProvider.System);
        return await new PlaceExamination(_backend, configuration, TimeProvider.System).ExamineAsync(
            new CompletionQuery(document, cursor, CompletionTrigger.Automatic, Selected: null), insight, TestContext.Current.CancellationToken);
    }

    private static ServerSettings SettingsFrom(string json) =>
        SettingsReader.Read(JsonElement.Parse(json), ServerSettings.Default, isUsers: true).Settings;

    private static (DocumentSnapshot Document, int Cursor) Parse(string source)
    {
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);
        var document = new DocumentSnapshot
        {
            Uri = "file:///shop/A.cs",
            LanguageId = "csharp",
            Version = 1,
            Text = new DocumentText(source.Remove(cursor, 2)),
        };
        return (document, cursor);
    }
}
