using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Backends.Sharing;
using LspCompletion.Server.Commands.Serve;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Tests.Completion;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends;

/// <summary>The server with an engine elsewhere.</summary>
public sealed class RemoteBackendTests : IDisposable
{
    private const string Text = "package main\n\nfunc main() {\n\tfmt.P\n}\n";

    private readonly RemoteEngineDouble _double = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("remote").FullName;
    private readonly List<string> _log = [];
    private readonly ManualClock _clock = new();

    public RemoteBackendTests() => _double.Answer = (_, reply) => reply.StreamAsync("rintln(", "1)");

    public void Dispose()
    {
        _double.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_suggested_is_from_there_and_the_status_says_where_text_goes()
    {
        using CompletionService service = await StartAsync(Elsewhere);

        CompletionReply reply = await CompleteAsync(service, "file:///work/main.go");

        Assert.Equal("rintln(1)", reply.Suggestion?.Text);
        Assert.Equal(90, reply.Record.Stats!.ReusedTokens);
        Assert.Equal("engine.example", service.Status.Destination);
        Assert.Equal("small-model", service.Status.Model);
        Assert.Contains("is sent to engine.example", service.Status.Message, StringComparison.Ordinal);
        Assert.All(_double.Bodies, body => Assert.Contains("package main", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_engine_on_this_machine_is_not_one_that_text_leaves_for()
    {
        using CompletionService service = await StartAsync(Here);

        Assert.NotNull((await CompleteAsync(service, "file:///work/main.go")).Suggestion);
        Assert.Null(service.Status.Destination);
    }

    [Fact]
    public async Task What_is_ignored_goes_nowhere()
    {
        using CompletionService service = await StartAsync(Here with { Ignore = new GlobList(["*.go"]) });

        CompletionReply ignored = await CompleteAsync(service, "file:///work/main.go");
        CompletionReply secret = await CompleteAsync(service, "file:///work/.env");

        Assert.Null(ignored.Suggestion);
        Assert.Contains("secrets", secret.Record.Reason, StringComparison.Ordinal);
        Assert.Empty(_double.Bodies);
    }

    [Fact]
    public async Task Names_are_not_guided_there_and_the_record_says_so()
    {
        using CompletionService service = await StartAsync(Here);
        const string Source = "class A\n{\n    int b;\n    int C() => this.\n}\n";
        _double.Answer = (_, reply) => reply.StreamAsync("b;");
        DocumentSnapshot document = Snapshot("file:///work/A.cs", "csharp", Source);
        service.Opened(document);
        CompletionQuery query = new(document, Source.IndexOf("this.", StringComparison.Ordinal) + 5, CompletionTrigger.Invoked, null);

        CompletionReply reply = await service.CompleteAsync(query, TestContext.Current.CancellationToken);

        // Whether the projects are known already is a matter of time; without them nobody would guide here either.
        Assert.Equal("b;", reply.Suggestion?.Text);
        Assert.Equal(0, reply.Record.Stats!.GuidedNames);
    }

    [Fact]
    public async Task While_it_fails_the_model_of_this_machine_writes_and_then_it_does_again()
    {
        using CompletionService service = await StartAsync(Here);
        _double.Answer = (_, reply) => reply.WriteAsync(500, "{}");

        CompletionReply meanwhile = await CompleteAsync(service, "file:///work/a.go");

        Assert.NotNull(meanwhile.Record.Stats);
        Assert.NotEqual("as the engine tells", meanwhile.Record.Stats.ReuseReason);
        Assert.Contains("a model on this machine writes meanwhile", service.Status.Message, StringComparison.Ordinal);
        Assert.Contains("500", Assert.Single(_log), StringComparison.Ordinal);

        // It is let alone for a second, then asked again.
        int asked = _double.Bodies.Count();
        await CompleteAsync(service, "file:///work/b.go");
        Assert.Equal(asked, _double.Bodies.Count());
        _double.Answer = (_, reply) => reply.StreamAsync("rintln(", "1)");
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("rintln(1)", (await CompleteAsync(service, "file:///work/c.go")).Suggestion?.Text);
        Assert.Equal("Ready.", service.Status.Message);
    }

    [Theory]
    [InlineData("\u202E")]
    [InlineData("\u200B")]
    [InlineData("\U000E0041")]
    [InlineData("\u001B[2J")]
    [InlineData("\u2028")]
    public async Task What_nobody_sees_is_not_suggested_and_the_record_says_so(string characters)
    {
        using CompletionService service = await StartAsync(Here);
        _double.Answer = (_, reply) => reply.StreamAsync("rintln(", characters, "1)");

        CompletionReply reply = await CompleteAsync(service, "file:///work/main.go");

        Assert.Null(reply.Suggestion);
        Assert.Equal("has characters that nobody sees and that the document doesn't have here", reply.Record.Reason);
    }

    [Theory]
    [InlineData("to be let alone")]
    [InlineData("a line without end")]
    [InlineData("one piece of 20 MB")]
    [InlineData("no end")]
    public async Task Whatever_it_does_the_model_of_this_machine_writes_and_the_status_says_why(string fault)
    {
        using CompletionService service = await StartAsync(Here);
        _double.Answer = async (_, reply) =>
        {
            if (fault == "to be let alone")
            {
                await reply.WriteAsync(503, "{}", "Retry-After: 9999999");
                return;
            }

            await reply.BeginAsync();
            if (fault == "one piece of 20 MB")
                await reply.PieceAsync(new string('x', 20_000_000));
            while (fault == "a line without end")
                await reply.WriteAsync(new string('x', 100_000));
        };

        CompletionReply reply = await CompleteAsync(service, "file:///work/a.go");

        Assert.NotNull(reply.Record.Stats);
        Assert.NotEqual("as the engine tells", reply.Record.Stats.ReuseReason);
        Assert.Equal(EngineState.Ready, service.Status.State);
        Assert.Contains("a model on this machine writes meanwhile", service.Status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_another_model_the_reason_is_recorded()
    {
        using CompletionService service = await StartAsync(Here with { BackendFallback = false });
        _double.Answer = (_, reply) => reply.WriteAsync(401, "{}");

        CompletionReply reply = await CompleteAsync(service, "file:///work/main.go");

        Assert.Null(reply.Suggestion);
        Assert.Contains("asks for a key", reply.Record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_read_from_its_file()
    {
        string file = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(file, "secret-key\n", TestContext.Current.CancellationToken);
        using CompletionService service = await StartAsync(Here with { BackendKeyFile = file });

        await CompleteAsync(service, "file:///work/main.go");

        Assert.All(_double.Requests, request => Assert.Contains("Authorization: Bearer secret-key\r\n", request, StringComparison.Ordinal));
        Assert.DoesNotContain(_log, line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_file_that_cannot_be_read_is_an_error_that_says_so()
    {
        using CompletionService service = await StartAsync(
            Here with { BackendKeyFile = Path.Combine(_folder, "nothing"), BackendFallback = false });

        Assert.Equal(EngineState.Error, service.Status.State);
        Assert.Contains("correct backendKeyFile", service.Status.Message, StringComparison.Ordinal);
        Assert.Empty(_double.Requests);
    }

    [Fact]
    public async Task Idle_work_gives_way_and_has_no_limit_and_what_was_disposed_of_is_gone()
    {
        await using RemoteBackend backend = new(RemoteSettings.Of(Here)!, _clock);
        await Assert.ThrowsAsync<BackendGoneException>(() => AskAsync(backend, Urgency.Interactive));
        await backend.LoadAsync(new Progress<double>(), TestContext.Current.CancellationToken).WithPatienceAsync("loading");
        _double.Answer = async (number, reply) =>
        {
            if (number > 0)
            {
                await reply.StreamAsync("Age");
                return;
            }

            await reply.BeginAsync();
            await reply.UntilClosedAsync();
        };

        Task idle = AskAsync(backend, Urgency.Idle);
        await Patience.UntilAsync(() => _double.Bodies.Any(), "the idle request");
        Assert.False(idle.IsCompleted);
        await AskAsync(backend, Urgency.Interactive);
        await Assert.ThrowsAsync<OvertakenException>(() => idle);

        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            await reply.UntilClosedAsync();
        };
        int asked = _double.Bodies.Count();
        Task running = AskAsync(backend, Urgency.Idle);
        await Patience.UntilAsync(() => _double.Bodies.Count() > asked, "another request");
        await backend.DisposeAsync();
        await Assert.ThrowsAsync<BackendGoneException>(() => running);
        await Assert.ThrowsAsync<BackendGoneException>(() => AskAsync(backend, Urgency.Interactive));

        static Task AskAsync(RemoteBackend backend, Urgency urgency) => backend.CompleteAsync(
            "a",
            new CompletionRequest
            {
                Path = "",
                Prefix = "int ",
                Suffix = "",
                Decoding = new DecodingOptions { TimeLimit = urgency == Urgency.Idle ? TimeSpan.FromTicks(1) : null },
            },
            onText: null,
            urgency,
            TestContext.Current.CancellationToken).WithPatienceAsync("a completion");
    }

    [Fact]
    public async Task What_came_of_a_slow_answer_by_its_limit_says_that_it_is_cut()
    {
        await using RemoteBackend backend = new(RemoteSettings.Of(Here)!, TimeProvider.System);
        await backend.LoadAsync(new Progress<double>(), TestContext.Current.CancellationToken).WithPatienceAsync("loading");
        _double.Answer = async (_, reply) =>
        {
            await reply.BeginAsync();
            await reply.PieceAsync("return w *");
            await reply.UntilClosedAsync();
        };

        CompletionResult result = await backend.CompleteAsync(
            "a",
            new CompletionRequest
            {
                Path = "",
                Prefix = "",
                Suffix = "",
                Decoding = new DecodingOptions { TimeLimit = TimeSpan.FromSeconds(5) },
            },
            onText: null,
            Urgency.Interactive,
            TestContext.Current.CancellationToken).WithPatienceAsync("a completion");

        Assert.Equal(("return w *", StopReason.TimeLimit), (result.Text, result.Stop));
    }

    [Fact]
    public async Task A_key_file_that_can_be_read_later_is_and_the_engine_writes_then()
    {
        string file = Path.Combine(_folder, "key");
        using CompletionService service = await StartAsync(Here with { BackendKeyFile = file });
        Assert.Contains("correct backendKeyFile", service.Status.Message, StringComparison.Ordinal);
        await CompleteAsync(service, "file:///work/a.go");
        Assert.Empty(_double.Bodies);

        await File.WriteAllTextAsync(file, "secret-key\n", TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(2));
        await CompleteAsync(service, "file:///work/b.go");

        await Patience.UntilAsync(() => !service.Status.Message.Contains("meanwhile", StringComparison.Ordinal), "the engine's return");
    }

    private ServerSettings Here => ServerSettings.Default with
    {
        Backend = _double.Infill.ToString(),
        SharedEngine = false,
        TimeLimitMs = 60_000,
        CSharpCheck = false,
        ConfidenceThreshold = -20,
        Threads = 1,
    };

    private ServerSettings Elsewhere => Here with
    {
        Backend = "http://engine.example/v1/completions",
        BackendFormat = "prefix-only",
        BackendProxy = $"http://{_double.Authority}",
    };

    private static DocumentSnapshot Snapshot(string uri, string language, string text) =>
        new() { Uri = uri, LanguageId = language, Version = 1, Text = new DocumentText(text) };

    private static Task<CompletionReply> CompleteAsync(CompletionService service, string uri)
    {
        DocumentSnapshot document = Snapshot(uri, "go", Text);
        service.Opened(document);
        CompletionQuery query = new(document, Text.IndexOf("fmt.P", StringComparison.Ordinal) + 5, CompletionTrigger.Invoked, null);
        return service.CompleteAsync(query, TestContext.Current.CancellationToken).WithPatienceAsync("a reply");
    }

    private async Task<CompletionService> StartAsync(ServerSettings settings)
    {
        BackendFactory backends = new(SharedEngineProgram.OfThisProgram, _clock);
        CompletionService service = Services.Create(settings, ["file:///work"], current => backends.Open(current, _log.Add), _log.Add);
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        service.StatusChanged += status =>
        {
            if (status.State is EngineState.Ready or EngineState.Error)
                ready.TrySetResult();
        };
        service.Start();
        await ready.Task.WithPatienceAsync("the engine to be ready, or an error", () => service.Status.ToString());
        return service;
    }
}
