using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Backends.Sharing;
using LspCompletion.Server.Commands.Serve;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Backends.Sharing;

/// <summary>Windows that share one process, with the real program and the real model.</summary>
public sealed class SharedBackendTests : IAsyncDisposable
{
    private readonly SharedEngines _engines = new();

    public ValueTask DisposeAsync() => _engines.DisposeAsync();

    [Fact]
    public async Task What_the_shared_process_writes_is_what_a_model_in_this_process_does()
    {
        await using LocalBackend local = new(SharedEngines.Settings, TimeProvider.System, _ => { });
        BackendDescription here = await local.LoadAsync(new Progress<double>(), Token);
        SharedBackend shared = _engines.NewBackend();
        BackendDescription there = await shared.LoadAsync(new Progress<double>(), Token);
        StringBuilder pieces = new();

        CompletionResult expected = await local.CompleteAsync("a", SharedEngines.Request(), null, Urgency.Interactive, Token);
        CompletionResult actual = await shared.CompleteAsync(
            "a", SharedEngines.Request(), text => pieces.Append(text), Urgency.Interactive, Token);

        Assert.Equal(here, there);
        Assert.Equal(expected.Text, actual.Text);
        Assert.Equal(expected.Tokens, actual.Tokens);
        Assert.Equal(expected.LogProbabilities, actual.LogProbabilities);
        Assert.Equal(actual.Text, pieces.ToString());
        Assert.Equal("the slot was empty", actual.Stats.ReuseReason);
        Assert.Equal(local.Cache.Slots["a"], shared.Cache.Slots["a"]);
    }

    [Fact]
    public async Task Windows_of_the_same_folder_share_what_is_remembered_until_the_last_of_them_goes()
    {
        SharedBackend first = await _engines.OpenAsync();
        SharedBackend second = await _engines.OpenAsync();
        CompletionRequest request = SharedEngines.Request() with
        {
            Folder = "/work/",
            Prefix = "class A\n{\n    void Run() => scheduler.EnqueueQuietly(",
            Suffix = "\n}\n",
            Decoding = new DecodingOptions { UsesMemory = true, UsesProject = true },
        };

        MemoryUsage usage = await first.RememberAsync(
            "/work/", [new RememberedFile("B.cs", "class B\n{\n    void Run() => scheduler.EnqueueQuietly(Moment.Zwilling, 17);\n}\n")], Token);
        CompletionResult result = await second.CompleteAsync("a", request, null, Urgency.Interactive, Token);
        await second.RememberAsync("/work/", [], Token);
        await first.DisposeAsync();
        MemoryUsage left = await second.RememberAsync("/work/", [], Token);

        Assert.Equal("B.cs:3", result.Stats.RememberedFrom);
        Assert.Equal((1, 1), (usage.Files, left.Files));

        // That the first one has gone is noticed in its own time.
        await Patience.UntilAsync(
            async () =>
            {
                second.ForgetFolder("/work/");
                return (await second.RememberAsync("/work/", [], Token)).Files == 0;
            },
            "nothing is remembered any more");
    }

    [Fact]
    public async Task A_window_that_comes_late_hears_how_far_the_loading_is()
    {
        await _engines.OpenAsync();
        ConcurrentQueue<double> shares = [];

        await _engines.NewBackend().LoadAsync(new InlineProgress(shares.Enqueue), Token);

        await Patience.UntilAsync(() => !shares.IsEmpty, "a share of the loading");
        Assert.Equal([1.0], shares);
    }

    [Fact]
    public async Task Windows_that_begin_at_once_find_one_process_and_it_goes_with_the_last_of_them()
    {
        SharedBackend[] windows = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _engines.OpenAsync()));

        // Who comes second ends by itself, which takes a moment.
        await Patience.UntilAsync(() => Processes().Count() == 1, "the end of all processes but one");
        Process process = Assert.Single(Processes());

        foreach (SharedBackend window in windows[1..])
            await window.DisposeAsync();
        Assert.NotEmpty((await Complete(windows[0], "a")).Text);
        await windows[0].DisposeAsync();

        await process.WaitForExitAsync(Token).WithPatienceAsync("the end of the process");
        await _engines.EndAsync();
    }

    /// <summary>Whoever runs as the user may do that; the windows and the process are none the worse.</summary>
    [Fact]
    public async Task A_thousand_who_connect_and_say_nothing_or_nonsense_hold_no_window_up()
    {
        SharedBackend window = await _engines.OpenAsync();
        SharedEngineAddress address = SharedEngineAddress.Of(SharedEngines.Settings, _engines.Folder);
        byte[][] beginnings = [[], [1], [0, 0, 0, 0], [2, 0, 0, 0, (byte)'{'], [3, 0, 0, 0, (byte)'{', (byte)'{', (byte)'{'], [.. Enumerable.Repeat((byte)0xFF, 64)]];
        List<Stream> strangers = [];
        try
        {
            for (int i = 0; i < 1_000; i++)
            {
                Stream? stranger = await address.TryConnectAsync(Patience.Limit, Token);
                strangers.Add(stranger!);
                try
                {
                    await stranger!.WriteAsync(beginnings[i % beginnings.Length], Token);
                }
                catch (IOException)
                {
                    // It isn't listened to any more.
                }
            }

            Assert.NotEmpty((await Complete(window, "a")).Text);
            Assert.NotEmpty((await Complete(await _engines.OpenAsync(), "a")).Text);
        }
        finally
        {
            foreach (Stream stranger in strangers)
                await stranger.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_window_keeps_its_cache_and_sees_nothing_of_others()
    {
        SharedBackend one = await _engines.OpenAsync();
        SharedBackend other = await _engines.OpenAsync();
        await Complete(one, "a");

        CompletionResult same = await Complete(one, "a");
        CompletionResult elsewhere = await Complete(other, "a");

        Assert.True(same.Stats.ReusedTokens > same.Stats.ComputedTokens);
        Assert.Equal(0, elsewhere.Stats.ReusedTokens);
        Assert.Equal("a", Assert.Single(other.Cache.Slots).Key);
        one.Forget("a");
        await one.WarmAsync("b", SharedEngines.Request(), Token);
        Assert.Equal("b", Assert.Single(one.Cache.Slots).Key);
    }

    [Fact]
    public async Task When_the_process_dies_what_was_asked_of_it_is_answered_by_a_new_one()
    {
        SharedBackend window = await _engines.OpenAsync();
        StringBuilder pieces = new();
        Process process = Assert.Single(Processes());

        // It must not be done before the first piece has come here, on a machine that has other things to do.
        CompletionRequest request = SharedEngines.Request() with { Decoding = new DecodingOptions { MaxLines = 0 } };
        CompletionResult whole = await window.CompleteAsync("a", request, onText: null, Urgency.Interactive, Token);
        bool isKilled = false;

        CompletionResult result = await window.CompleteAsync("b", request, Hear, Urgency.Interactive, Token)
            .WithPatienceAsync("a completion by another process");

        Assert.True(isKilled);
        Assert.Equal(whole.Text, result.Text);
        Assert.Equal(whole.Text, pieces.ToString());
        Assert.NotEqual(process.Id, Assert.Single(Processes()).Id);

        void Hear(string text)
        {
            pieces.Append(text);
            if (isKilled)
                return;
            isKilled = true;
            process.Kill();
        }
    }

    [Fact]
    public async Task A_guide_of_the_window_is_asked_while_the_process_writes()
    {
        SharedBackend window = await _engines.OpenAsync();
        await using LocalBackend local = new(SharedEngines.Settings, TimeProvider.System, _ => { });
        await local.LoadAsync(new Progress<double>(), Token);
        CompletionRequest request = SharedEngines.Request() with
        {
            Prefix = "public class Person\n{\n    public int Age => this.",
            Guide = new FixedGuide("Zebra", "Zeppelin"),
        };

        CompletionResult result = await window.CompleteAsync("a", request, null, Urgency.Interactive, Token)
            .WithPatienceAsync("a completion that is guided");

        Assert.Matches("^Ze(bra|ppelin)", result.Text);
        Assert.Equal(1, result.Stats.GuidedNames);
        Assert.Equal((await local.CompleteAsync("a", request, null, Urgency.Interactive, Token)).Text, result.Text);
    }

    [Fact]
    public async Task A_window_that_hangs_while_it_is_asked_for_names_holds_no_other_up_for_long()
    {
        SharedBackend hanging = await _engines.OpenAsync();
        SharedBackend other = await _engines.OpenAsync();
        using ManualResetEventSlim released = new();
        HangingGuide guide = new(released);
        CompletionRequest request = SharedEngines.Request() with { Guide = guide };

        Task<CompletionResult> hangs = hanging.CompleteAsync("a", request, null, Urgency.Interactive, Token);
        await guide.Asked.WithPatienceAsync("the question for names");
        CompletionResult answered = await Complete(other, "a");
        released.Set();

        Assert.NotEmpty(answered.Text);
        Assert.Null(answered.Stats.UnguidedReason);
        CompletionResult hung = await hangs.WithPatienceAsync("the completion of the window that hung");
        Assert.Contains("didn't answer", hung.Stats.UnguidedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guide_of_the_window_that_fails_leaves_names_free_and_the_record_says_why()
    {
        SharedBackend window = await _engines.OpenAsync();
        CompletionResult free = await Complete(window, "a");

        CompletionResult result = await window.CompleteAsync(
            "a", SharedEngines.Request() with { Guide = new FailingGuide() }, null, Urgency.Interactive, Token);

        Assert.Equal(free.Text, result.Text);
        Assert.Contains("failed", result.Stats.UnguidedReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_limit_cuts_in_the_process_says_so_and_the_next_request_goes_on_from_it()
    {
        SharedBackend window = await _engines.OpenAsync();
        CompletionResult whole = await Complete(window, "a");
        CompletionRequest limited = SharedEngines.Request() with { Decoding = new DecodingOptions { TimeLimit = TimeSpan.FromTicks(1) } };

        CompletionResult cut = await window.CompleteAsync("b", limited, null, Urgency.Interactive, Token);
        CompletionResult idle = await window.CompleteAsync("c", limited, null, Urgency.Idle, Token);
        CompletionResult next = await Complete(window, "b");

        Assert.Equal(StopReason.TimeLimit, cut.Stop);
        Assert.Equal(cut.Stats.ComputedTokens, next.Stats.ReusedTokens, tolerance: 2);
        Assert.Equal((whole.Text, whole.Text), (next.Text, idle.Text));
    }

    [Fact]
    public async Task What_is_overtaken_taken_back_or_gone_is_told_apart()
    {
        SharedBackend window = await _engines.OpenAsync();
        Task<CompletionResult>? interactive = null;
        Task<CompletionResult> idle = window.CompleteAsync(
            "a", SharedEngines.Request(), _ => interactive ??= Complete(window, "b"), Urgency.Idle, Token);

        await Assert.ThrowsAsync<OvertakenException>(() => idle.WithPatienceAsync("the end of idle work"));
        Assert.NotEmpty((await interactive!.WithPatienceAsync("a completion")).Text);

        Task? disposing = null;
        Task<CompletionResult> running = window.CompleteAsync(
            "a", SharedEngines.Request(), _ => disposing ??= window.DisposeAsync().AsTask(), Urgency.Interactive, Token);
        await Assert.ThrowsAsync<BackendGoneException>(() => running.WithPatienceAsync("the end of a completion"));
        await disposing!.WithPatienceAsync("the end");
        await Assert.ThrowsAsync<BackendGoneException>(() => Complete(window, "a"));
        await Assert.ThrowsAsync<BackendGoneException>(() => window.WarmAsync("a", SharedEngines.Request(), Token));
    }

    [Fact]
    public async Task A_window_that_goes_while_it_waits_for_the_model_leaves_no_connection_behind()
    {
        SharedBackend window = _engines.NewBackend();
        Task<BackendDescription> loading = window.LoadAsync(new Progress<double>(), Token);

        await window.DisposeAsync().AsTask().WithPatienceAsync("the end");

        await Assert.ThrowsAsync<BackendGoneException>(() => loading.WithPatienceAsync("the end of loading"));
        await _engines.EndAsync();
    }

    [Fact]
    public async Task Work_that_is_taken_back_ends_and_the_next_is_answered()
    {
        SharedBackend window = await _engines.OpenAsync();
        using CancellationTokenSource takenBack = new();
        Task<CompletionResult> work = window.CompleteAsync(
            "a", SharedEngines.Request(), _ => takenBack.Cancel(), Urgency.Interactive, takenBack.Token);

        OperationCanceledException exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => work.WithPatienceAsync("the end of what was taken back"));
        Assert.Equal(takenBack.Token, exception.CancellationToken);
        Assert.NotEmpty((await Complete(window, "a")).Text);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_told_of_as_it_would_be_here()
    {
        await using SharedBackend window = new(
            SharedEngines.Settings with { Model = Path.Combine(_engines.Folder, "nothing") }, _engines.Program, TimeProvider.System, _ => { });

        EngineException exception = await Assert.ThrowsAsync<EngineException>(() => window.LoadAsync(new Progress<double>(), Token));

        Assert.Contains("nothing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_told_of_and_the_window_has_the_model_to_itself()
    {
        SharedEngineProgram program = new([Path.Combine(_engines.Folder, "no-such-program")], _engines.Folder);
        List<string> log = [];
        await using IBackend backend = new BackendFactory(program, TimeProvider.System)
            .Open(new BackendSettings(SharedEngines.Settings, IsShared: true, Remote: null, FallsBack: true), log.Add);

        await backend.LoadAsync(new Progress<double>(), Token);
        CompletionResult result = await backend.CompleteAsync("a", SharedEngines.Request(), null, Urgency.Interactive, Token);

        Assert.NotEmpty(result.Text);
        Assert.Contains("can't be started", Assert.Single(log), StringComparison.Ordinal);
        Assert.Contains("can't be started", backend.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_of_another_version_is_not_spoken_to()
    {
        await _engines.OpenAsync();
        Stream? pipe = await SharedEngineAddress.Of(SharedEngines.Settings, _engines.Folder).TryConnectAsync(Patience.Limit, Token);
        using SharedEngineConnection connection = new(pipe!, () => { }, _ => { });

        EngineException exception = await Assert.ThrowsAsync<EngineException>(() => connection.LoadAsync("0.0", null, Token));

        Assert.Contains("another version", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_model_or_setting_has_another_address_and_only_the_owner_gets_there()
    {
        SharedEngineAddress address = SharedEngineAddress.Of(SharedEngines.Settings, _engines.Folder);
        using FileStream? claim = address.TryClaim();
        Assert.NotNull(claim);
        Assert.Null(address.TryClaim());

        using FileStream? other = SharedEngineAddress.Of(SharedEngines.Settings with { Threads = 2 }, _engines.Folder).TryClaim();
        Assert.NotNull(other);
        if (OperatingSystem.IsWindows())
            return;

        using var listening = address.Listen();
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_engines.Folder));
        string socket = Assert.Single(Directory.GetFiles(_engines.Folder, "*.sock"));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(socket) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<CompletionResult> Complete(SharedBackend backend, string document) =>
        backend.CompleteAsync(document, SharedEngines.Request(), null, Urgency.Interactive, Token).WithPatienceAsync("a completion");

    /// <summary>The processes that run a model for this test.</summary>
    private IEnumerable<Process> Processes() => Process.GetProcessesByName("lsp-completion")
        .Where(process => CommandLineOf(process).Contains(_engines.Folder, StringComparison.Ordinal));

    private static string CommandLineOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private sealed class FixedGuide(params string[] names) : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) =>
            written.IsEmpty ? new AllowedNames(names, 0, NamePlacement.Here) : null;
    }

    private sealed class HangingGuide(ManualResetEventSlim released) : INameGuide
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
        {
            _asked.TrySetResult();
            Assert.True(released.Wait(Patience.Limit), "Nobody released the guide that hangs.");
            return null;
        }
    }

    private sealed class FailingGuide : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) => throw new InvalidOperationException("The compiler stumbled.");
    }
}
