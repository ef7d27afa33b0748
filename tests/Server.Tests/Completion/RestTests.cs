using LspCompletion.Engine;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;
using Microsoft.Extensions.Time.Testing;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>What is done where the cursor rests, on a clock that goes on only where a test says so.</summary>
public sealed class RestTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly InsightDouble _insight = new();
    private readonly BackendDouble _backend = new();
    private readonly CompletionService _service;

    public RestTests() => _service = new CompletionService(
        WorkspaceConfiguration.Of(ServerSettings.Default, new WorkspaceFolders([]), TimeProvider.System),
        new LanguageInsights([_insight]),
        _ => _backend,
        _clock,
        _ => { });

    public async ValueTask InitializeAsync()
    {
        _service.Start();
        await Patience.UntilAsync(() => _service.Status.State == EngineState.Ready, "the model is loaded");
    }

    public ValueTask DisposeAsync()
    {
        _service.Dispose();
        _insight.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task Where_the_cursor_rests_the_prompt_is_computed_before_the_first_key(int cursor)
    {
        DocumentSnapshot document = Open("a", "one = two");
        _service.CursorMoved(document, cursor);

        CompletionRequest warmed = await WarmedAsync(count: 1);

        Assert.Equal("one = two"[..cursor], warmed.Prefix);
        Assert.Equal("one = two"[cursor..], warmed.Suffix);
        Assert.Equal(0, _backend.Calls);
    }

    [Fact]
    public async Task What_is_typed_where_the_cursor_rested_extends_the_prompt_that_was_computed()
    {
        DocumentSnapshot document = Open("a", "one = \ntwo = \n");
        _service.CursorMoved(document, 6);
        CompletionRequest warmed = await WarmedAsync(count: 1);
        CompletionRequest? asked = null;
        _backend.Answer = (request, _, _) =>
        {
            asked ??= request;
            return Task.FromResult(BackendDouble.Result("text"));
        };

        document = Type(document, 6, "t");
        Assert.Equal("text", (await AskAsync(document, 7)).Suggestion?.Text);

        Assert.Equal((warmed.Prefix, warmed.Suffix, "t"), (asked!.Prefix, asked.Suffix, asked.Typed));
        Assert.Same(warmed.Context, asked.Context);
    }

    [Fact]
    public async Task Of_places_that_the_cursor_only_passes_nothing_is_computed()
    {
        DocumentSnapshot document = Open("a", "one = two");
        for (int cursor = 0; cursor <= 9; cursor++)
        {
            _service.CursorMoved(document, cursor);
            _clock.Advance(TimeSpan.FromMilliseconds(30));
        }

        Assert.Equal("one = two", (await WarmedAsync(count: 1)).Prefix);
    }

    [Fact]
    public async Task What_the_cursor_was_moved_over_is_not_taken_for_typed()
    {
        DocumentSnapshot document = Open("a", "one = \ntwo = \n");
        _service.CursorMoved(document, 6);
        await WarmedAsync(count: 1);

        _service.CursorMoved(document, 13);

        CompletionRequest warmed = await WarmedAsync(count: 2);
        Assert.Equal(("one = \ntwo = ", "", "\n"), (warmed.Prefix, warmed.Typed, warmed.Suffix));
    }

    [Fact]
    public async Task A_cursor_that_is_back_in_a_document_has_the_prompt_looked_after_again()
    {
        DocumentSnapshot document = Open("a", "one = two");
        _service.CursorMoved(document, 3);
        await WarmedAsync(count: 1);

        _service.CursorMoved(document, 3);
        await WarmedAsync(count: 2);
    }

    [Fact]
    public async Task A_moved_cursor_ends_what_is_computed_elsewhere_in_the_document()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _backend.Warm = async (request, token) =>
        {
            if (request.Prefix != "one =")
                return;
            token.Register(() => ended.TrySetResult());
            await Task.Delay(Timeout.Infinite, token);
        };
        DocumentSnapshot document = Open("a", "one = two");
        _service.CursorMoved(document, 5);
        await AdvanceUntilAsync(() => _backend.Documents.Count == 1, "the first prompt is being computed");

        _service.CursorMoved(document, 3);

        await ended.Task.WithPatienceAsync("the end of the first");
        Assert.Equal("one", (await WarmedAsync(count: 1)).Prefix);
    }

    [Fact]
    public async Task Of_documents_that_are_opened_one_after_the_other_the_last_is_got_ready()
    {
        Open("a", "one");
        Open("b", "two");
        Open("c", "three");

        Assert.Equal(("", "three"), await PlaceAsync());

        Open("d", "four");
        Assert.Equal(("", "four"), await PlaceAsync());

        async Task<(string, string)> PlaceAsync()
        {
            CompletionRequest warmed = await WarmedAsync(_backend.Warmed.Count + 1);
            return (warmed.Prefix, warmed.Suffix);
        }
    }

    [Fact]
    public async Task Context_that_comes_late_is_computed_before_a_request_is_given_it_and_what_is_suggested_stays()
    {
        ContextFile early = new("early.py", "early()\n");
        ContextFile late = new("late.py", "late()\n");
        List<CompletionRequest> asked = [];
        _backend.Answer = (request, urgency, _) =>
        {
            if (urgency == Urgency.Interactive)
                asked.Add(request);
            return Task.FromResult(BackendDouble.Result("text"));
        };
        _insight.Declarations = [early];
        DocumentSnapshot document = Open("a", "one = \n");
        await AskAsync(document, 6);
        document = Type(document, 6, "a");
        await WarmedAsync(count: 1);

        // While the other prompt is being computed, all goes on with the one before.
        TaskCompletionSource computed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _backend.Warm = (_, token) => computed.Task.WaitAsync(token);
        _insight.Declarations = [late];
        document = Type(document, 7, "b");
        await AdvanceUntilAsync(() => _service.BackgroundCount > 0, "the other prompt is being computed");
        await AskAsync(document, 8);
        Assert.Equal([early], asked[^1].Context);

        document = Type(document, 8, "c");
        Assert.Equal("text", (await AskAsync(document, 9)).Suggestion?.Text);
        Assert.Equal(("one = ", "abc"), (asked[^1].Prefix, asked[^1].Typed));
        Assert.Equal([early], asked[^1].Context);

        await AdvanceUntilAsync(() => _service.BackgroundCount > 0, "the other prompt is being computed again");
        computed.SetResult();
        CompletionRequest warmed = await WarmedAsync(count: 2);
        Assert.Equal("one = abc", warmed.Prefix);
        Assert.Equal([late], warmed.Context);

        int before = asked.Count;
        document = Type(document, 9, "t");
        CompletionReply typed = await AskAsync(document, 10);
        Assert.Equal(("ext", "typed", before), (typed.Suggestion?.Text, typed.Record.Source, asked.Count));

        document = Type(document, 10, "z");
        await AskAsync(document, 11);
        Assert.Equal(("one = abc", "tz"), (asked[^1].Prefix, asked[^1].Typed));
        Assert.Equal([late], asked[^1].Context);
    }

    [Fact]
    public async Task Whoever_never_pauses_is_given_late_context_after_some_tries()
    {
        ContextFile late = new("late.py", "late()\n");
        _insight.Declarations = [new("early.py", "early()\n")];
        DocumentSnapshot document = Open("a", "one = \n");
        await AskAsync(document, 6);
        document = Type(document, 6, "a");
        await WarmedAsync(count: 1);
        int began = 0;
        _backend.Warm = (_, token) =>
        {
            Interlocked.Increment(ref began);
            return Task.Delay(Timeout.Infinite, token);
        };
        _insight.Declarations = [late];

        List<CompletionRequest> asked = [];
        _backend.Answer = (request, urgency, _) =>
        {
            if (urgency == Urgency.Interactive)
                asked.Add(request);
            return Task.FromResult(BackendDouble.Result(""));
        };
        for (int key = 0; key < 3; key++)
        {
            document = Type(document, 7 + key, "a");
            int before = Volatile.Read(ref began);
            await AdvanceUntilAsync(() => Volatile.Read(ref began) > before, "a prompt is being computed");
            await AskAsync(document, 8 + key);
        }

        Assert.Equal([false, false, true], asked.Select(request => request.Context.Contains(late)));
    }

    [Fact]
    public async Task Whoever_asks_says_where_the_cursor_is_so_nothing_is_guessed()
    {
        DocumentSnapshot document = Open("a", "one = ");
        await AskAsync(document, 6);

        _clock.Advance(TimeSpan.FromSeconds(5));
        await Patience.UntilAsync(() => _service.BackgroundCount == 0, "idle work is done");

        Assert.Empty(_backend.Warmed);
    }

    private DocumentSnapshot Open(string name, string text)
    {
        var document = new DocumentSnapshot { Uri = $"untitled:{name}.py", LanguageId = "python", Version = 1, Text = new DocumentText(text) };
        _service.Opened(document);
        return document;
    }

    private DocumentSnapshot Type(DocumentSnapshot before, int offset, string text)
    {
        DocumentSnapshot after = before with { Version = before.Version + 1, Text = before.Text.Replace(offset, offset, text) };
        _service.Changed(before, after, offset);
        return after;
    }

    private async Task<CompletionReply> AskAsync(DocumentSnapshot document, int offset)
    {
        Task<CompletionReply> reply = _service.CompleteAsync(
            new CompletionQuery(document, offset, CompletionTrigger.Automatic, null), TestContext.Current.CancellationToken);
        await AdvanceUntilAsync(() => reply.IsCompleted, "an answer");
        return await reply;
    }

    /// <summary>Waits until so many prompts were computed, and no more are.</summary>
    /// <returns>The last of them.</returns>
    private async Task<CompletionRequest> WarmedAsync(int count)
    {
        await AdvanceUntilAsync(() => _backend.Warmed.Count >= count, $"{count} prompts are computed");
        _clock.Advance(TimeSpan.FromSeconds(5));
        await Patience.UntilAsync(() => _service.BackgroundCount == 0, "idle work is done");
        Assert.Equal(count, _backend.Warmed.Count);
        return _backend.Warmed.Last();
    }

    private Task AdvanceUntilAsync(Func<bool> isSo, string what) => Patience.UntilAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            return isSo();
        },
        what);
}
