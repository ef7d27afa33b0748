using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>The way from keystroke to suggestion, with the real model. In sources, <c>$0</c> is the cursor.</summary>
public sealed class CompletionServiceTests : IAsyncLifetime
{
    private const string Uri = "file:///shop/Person.cs";

    private const string Person =
        "public class Person\n{\n    public string Name { get; set; }\n\n    public int $0\n\n" +
        "    public override string ToString() => $\"{Name} is {Age}\";\n}\n";

    private readonly List<string> _log = [];
    private readonly List<int> _percents = [];
    private readonly CompletionService _service;
    private DocumentSnapshot _document = Snapshot("", 0);

    /// <summary>
    /// A machine that has other things to do must not cut anything short, nor have threads wait for each other. All is shown that
    /// the model writes, sure or not.
    /// </summary>
    private static ServerSettings Patient { get; } = ServerSettings.Default with
    {
        MaxLines = 1,
        TimeLimitMs = 60_000,
        CSharpCheckMs = 10_000,
        Threads = 1,
        ConfidenceThreshold = -20,
    };

    public CompletionServiceTests() => _service = Services.Create(
        Patient, ["file:///shop"], settings => new LocalBackend(settings.Engine, TimeProvider.System, _log.Add), _log.Add);

    public async ValueTask InitializeAsync()
    {
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.StatusChanged += status =>
        {
            if (status is { State: EngineState.Loading, Percent: { } percent })
                _percents.Add(percent);
            if (status.State is EngineState.Ready or EngineState.Error)
                ready.TrySetResult();
        };
        _service.Start();
        await ready.Task.WithPatienceAsync("the model to be loaded", () => _service.Status.ToString());
        Assert.Empty(_log);
    }

    public ValueTask DisposeAsync()
    {
        _service.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_first_request_is_cold_and_typing_along_needs_no_model()
    {
        CompletionReply first = await Type(Person);
        Assert.Equal("Age { get; set; }", first.Suggestion?.Text);
        Assert.Equal("cold", first.Record.Source);

        foreach (int typed in (int[])[1, 2, 5, 10])
        {
            string text = first.Suggestion!.Text;
            CompletionReply next = await Type(Person.Replace("$0", text[..typed] + "$0", StringComparison.Ordinal));
            Assert.Equal("typed", next.Record.Source);
            Assert.Null(next.Record.Stats);
            Assert.Equal(text[typed..], next.Suggestion?.Text);
        }
    }

    [Fact]
    public void Loading_is_told_in_percents()
    {
        Assert.Equal(_percents.Distinct().Order(), _percents);
        Assert.Equal(100, _percents[^1]);
        Assert.Null(_service.Status.Percent);
    }

    [Fact]
    public async Task The_cache_is_shown_as_it_is()
    {
        Assert.Empty(_service.Cache.Documents);
        await Type(Person);
        CompletionReply reply = await Type(Person.Replace("$0", "Hei$0", StringComparison.Ordinal));

        CachedDocument document = Assert.Single(_service.Cache.Documents);

        Assert.Equal(Uri, document.Uri);
        Assert.Equal(["cold", "cache"], document.Recent.Select(answer => answer.Source));
        Assert.Equal(reply.Record.Stats!.ReusedTokens, document.Recent[1].ReusedTokens);
        Assert.InRange(document.Tokens, reply.Record.Stats.ReusedTokens, document.Capacity);
        Assert.InRange(document.Bytes, 1, _service.Cache.BudgetBytes);
        Assert.Equal("the slot was empty", document.LastMiss);
    }

    [Fact]
    public async Task Typing_something_else_extends_the_cache()
    {
        await Type(Person);

        CompletionReply reply = await Type(Person.Replace("$0", "Hei$0", StringComparison.Ordinal));

        Assert.Equal("cache", reply.Record.Source);
        Assert.InRange(reply.Record.Stats!.ComputedTokens, 2, 6);
    }

    [Fact]
    public async Task After_an_undo_earlier_suggestions_are_found_again()
    {
        CompletionReply first = await Type(Person);
        CompletionReply other = await Type(Person.Replace("$0", "Hei$0", StringComparison.Ordinal));

        CompletionReply undone = await Type(Person);
        CompletionReply redone = await Type(Person.Replace("$0", "Hei$0", StringComparison.Ordinal));

        Assert.Equal("earlier", undone.Record.Source);
        Assert.NotNull(first.Suggestion);
        Assert.Equal("earlier", redone.Record.Source);
        Assert.Equal(other.Suggestion?.Text, redone.Suggestion?.Text);
    }

    [Fact]
    public async Task A_request_that_agrees_with_a_running_completion_joins_it()
    {
        await AskFirst();
        Task<CompletionReply> first = Type(Person);
        await Patience.UntilAsync(() => _service.Status.State == EngineState.Busy || first.IsCompleted, "the first to be written");
        Task<CompletionReply> second = Type(Person.Replace("$0", "A$0", StringComparison.Ordinal));

        Assert.Equal("joined", (await second).Record.Source);
        Assert.Equal("ge { get; set; }", (await second).Suggestion?.Text);
        Assert.NotNull(await first);
    }

    [Fact]
    public async Task A_request_that_disagrees_ends_a_running_completion()
    {
        await AskFirst();
        Task<CompletionReply> first = Type(Person);
        Task<CompletionReply> second = Type(Person.Replace("$0", "Zip$0", StringComparison.Ordinal));

        Assert.NotEqual("joined", (await second).Record.Source);
        Assert.Equal("a later request took its place", (await first).Record.Reason);
    }

    [Fact]
    public async Task Accepting_is_followed_by_a_suggestion_that_is_there_already()
    {
        const string Source = "var total = 0;\nforeach (var item in items)\n{\n$0\n}\n";
        CompletionReply first = await Type(Source);
        Assert.NotNull(first.Suggestion);
        CompletionReply? accepted = null;
        await Patience.UntilAsync(
            async () =>
            {
                // Idle work needs a moment to itself.
                await Task.Delay(500, TestContext.Current.CancellationToken);
                accepted = await Type(Source.Replace("$0", first.Suggestion.Text + "$0", StringComparison.Ordinal));
                return accepted.Record.Source != "joined";
            },
            "a suggestion that is there already");

        Assert.Null(accepted!.Record.Stats);
    }

    [Fact]
    public async Task A_selected_item_is_gone_on_from_and_replaced()
    {
        string source = Person.Replace("$0", "Ag$0", StringComparison.Ordinal);
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);
        Open(source);
        CompletionQuery query = new(
            _document, cursor, CompletionTrigger.Automatic, new SelectedItem(cursor - 2, cursor, "Age"));

        CompletionReply reply = await _service.CompleteAsync(query, TestContext.Current.CancellationToken);

        Assert.Equal(new { Start = cursor - 2, End = cursor }, new { Start = reply.Suggestion!.ReplaceStart, End = reply.Suggestion.ReplaceEnd });
        Assert.StartsWith("Age", reply.Suggestion.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_requests_that_come_before_the_first_context_the_last_one_is_answered()
    {
        Task<CompletionReply>[] replies =
            [.. Enumerable.Range(0, 4).Select(typed => Type(Person.Replace("$0", "Age"[..Math.Min(typed, 3)] + "$0", StringComparison.Ordinal)))];

        Assert.Equal(" { get; set; }", (await replies[^1]).Suggestion?.Text);
    }

    [Fact]
    public async Task A_request_that_is_taken_back_ends_at_once_and_its_work_is_not_lost()
    {
        await AskFirst();
        using CancellationTokenSource takenBack = new();
        Task<CompletionReply> first = Type(Person, takenBack.Token);
        await takenBack.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        CompletionReply second = await Type(Person);

        Assert.Contains(second.Record.Source, new[] { "joined", "earlier" });
        Assert.Equal("Age { get; set; }", second.Suggestion?.Text);
    }

    [Fact]
    public async Task Similar_code_of_another_document_is_shown_from_the_first_prompt_on_and_typing_on_reuses_it()
    {
        const string Sum = "func SumOfOrders(orders []Order) int {\n\ttotal := 0\n\tfor _, order := range orders {\n";
        DocumentSnapshot other = Go("file:///shop/orders.go", Sum + "\t\ttotal += order.Quantity * order.Price\n\t}\n\treturn total\n}\n");
        DocumentSnapshot secret = other with { Uri = "file:///shop/credentials" };
        DocumentSnapshot document = Go("file:///shop/sum.go", Sum);
        _service.Opened(other);
        _service.Opened(secret);
        _service.Opened(document);
        CompletionReply reply = await TypeInGo("\t\ttotal ");
        Assert.Equal(["orders.go"], reply.Record.Stats?.Context.Select(share => share.Path));
        Assert.InRange(reply.Record.Stats!.Context[0].Tokens, 20, 200);

        // Something that the model does not expect.
        reply = await TypeInGo("yz");
        foreach (char next in "kqvxjw".TakeWhile(_ => reply.Record.Stats is null))
            reply = await TypeInGo($"{next}");
        Assert.NotNull(reply.Record.Stats);
        Assert.Equal(["orders.go"], reply.Record.Stats.Context.Select(share => share.Path));
        Assert.InRange(reply.Record.Stats.ComputedTokens, 1, 8);

        static DocumentSnapshot Go(string uri, string text) => Snapshot(text, 1) with { Uri = uri, LanguageId = "go" };

        Task<CompletionReply> TypeInGo(string typed)
        {
            DocumentSnapshot before = document;
            int end = before.Text.Length;
            document = before with { Version = before.Version + 1, Text = before.Text.Replace(end, end, typed) };
            _service.Changed(before, document, end);
            return _service.CompleteAsync(
                new CompletionQuery(document, document.Text.Length, CompletionTrigger.Automatic, null), TestContext.Current.CancellationToken)
                .WithPatienceAsync("a reply");
        }
    }

    [Fact]
    public async Task Secrets_and_languages_that_are_turned_off_get_nothing_and_are_told_why()
    {
        DocumentSnapshot secret = Snapshot("PASSWORD=", 1) with { Uri = "file:///shop/.env" };
        _service.Opened(secret);

        CompletionReply reply = await _service.CompleteAsync(
            new CompletionQuery(secret, 9, CompletionTrigger.Invoked, null), TestContext.Current.CancellationToken);

        Assert.Null(reply.Suggestion);
        Assert.Contains("secrets", reply.Record.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_an_error_that_says_why_and_other_settings_mend_it()
    {
        await WaitFor(() => _service.Apply(ServerSettings.Default with { Model = "/nowhere" }), EngineState.Error);
        Assert.Contains("/nowhere", _service.Status.Message.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal(_service.Status.Message, (await Type(Person)).Record.Reason);

        await WaitFor(() => _service.Apply(Patient), EngineState.Ready);
        Assert.NotNull((await Type(Person)).Suggestion);
    }

    private static DocumentSnapshot Snapshot(string text, int version) => new()
    {
        Uri = Uri,
        LanguageId = "csharp",
        Version = version,
        Text = new DocumentText(text),
    };

    /// <summary>The first request in a document looks for context before anything is written, and those of a test don't.</summary>
    private Task<CompletionReply> AskFirst() => Type("// $0");

    /// <summary>Makes the document what a source says, as an edit, and asks at its cursor.</summary>
    private Task<CompletionReply> Type(string source, CancellationToken? cancellationToken = null)
    {
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);
        Open(source);
        return _service.CompleteAsync(
            new CompletionQuery(_document, cursor, CompletionTrigger.Automatic, null),
            cancellationToken ?? TestContext.Current.CancellationToken)
            .WithPatienceAsync("a reply");
    }

    private void Open(string source)
    {
        DocumentSnapshot before = _document;
        string text = source.Replace("$0", "", StringComparison.Ordinal);
        _document = Snapshot(text, before.Version + 1);
        if (before.Version == 0)
            _service.Opened(_document);
        else
            _service.Changed(before, _document, before.Text.CommonPrefixLength(text));
    }

    private async Task WaitFor(Action change, EngineState state)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Listen(EngineStatus status)
        {
            if (status.State == state)
                reached.TrySetResult();
        }

        _service.StatusChanged += Listen;
        change();
        await reached.Task.WithPatienceAsync($"the state {state}", () => _service.Status.ToString());
        _service.StatusChanged -= Listen;
    }
}
