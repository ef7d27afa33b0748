using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LspCompletion.Tests;
using Microsoft.Playwright;

namespace LspCompletion.EndToEnd.Tests.VisualStudioCode;

/// <summary>The packed extension in a real VS Code, with the real server and the default model.</summary>
[Collection(nameof(Workplace))]
public sealed partial class VisualStudioCodeTests(Workplace workplace) : IClassFixture<Workplace>
{
    private const string Person = """
        public class Person
        {
            public string Name { get; set; }

            public$0

            public override string ToString() => $"{Name} is {Age}";
        }

        """;

    /// <summary>Fewer where the machine is so busy that suggestions come too late for a person who types.</summary>
    private const int MeasuredKeys = 50;

    /// <summary>What is typed, line by line, to measure how long suggestions take.</summary>
    private static readonly string[] Typed =
    [
        "public int CountOf(string name) =>",
        "_items.TryGetValue(name, out Item? item) ? item.Quantity : 0;",
        "public bool IsEmpty => _items.Count == 0;",
        "public void Clear() => _items.Clear();",
        "public decimal PriceOf(string name) => _items[name].Price;",
    ];

    [Fact]
    public async Task The_status_goes_from_loading_to_ready()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        await window.Page.EvaluateAsync("() => { probe.statuses.length = 0; }");
        await window.RunCommandAsync("LSP Completion: Restart");
        await window.EventuallyAsync(
            () => window.Page.EvaluateAsync<string[]>("() => probe.statuses"),
            seen => seen.Any(text => Loading().IsMatch(text)) && seen[^1] == Workbench.Ready,
            "loading and ready");
        string tooltip = await window.StatusTooltipAsync();
        await window.TakePictureAsync("status-ready");

        Assert.Contains("lsp-completion-default on CPU", tooltip);
    }

    [Fact]
    public async Task What_is_typed_while_the_server_starts_is_completed_when_it_is_there()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        await window.OpenAsync("Early.cs", Person);
        await window.RunCommandAsync("LSP Completion: Restart");
        await window.TypeAsync(" int ");
        await window.SuggestionAsync(text => text == "Age { get; set; }");
    }

    [Fact]
    public async Task Tab_accepts_a_suggestion()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        string file = await window.OpenAsync("Tab.cs", Person);
        await window.TypeAsync(" int ");
        Assert.Equal("Age { get; set; }", await window.SuggestionAsync());
        await window.TakePictureAsync("suggestion");
        await window.PressAsync("Tab");
        await window.SaveAsync(file, text => text.Contains("    public int Age { get; set; }\n"));
        string tooltip = await window.StatusTooltipAsync();
        await window.TakePictureAsync("accepted");

        Assert.Matches(@"Nothing was shown: .+ ms\)|without the model|Prompt: \d+ tokens reused, \d+ computed; \d+ written", tooltip);
    }

    [Fact]
    public async Task The_key_for_a_word_accepts_a_word()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        string file = await window.OpenAsync("Word.cs", Person);
        await window.TypeAsync(" int ");
        await window.SuggestionAsync(text => text == "Age { get; set; }");
        await window.PressAsync("Control+ArrowRight");
        await window.SuggestionAsync(text => text == " { get; set; }");
        await window.TakePictureAsync("word-accepted");
        await window.SaveAsync(file, text => text.Contains("    public int Age\n"));
    }

    [Fact]
    public async Task Escape_dismisses_a_suggestion()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        string file = await window.OpenAsync("Escape.cs", Person);
        await window.TypeAsync(" int ");
        await window.SuggestionAsync();
        await window.PressAsync("Escape");
        await window.NoSuggestionAsync();
        await window.TakePictureAsync("dismissed");
        await window.SaveAsync(file, text => text.Contains("    public int \n"));
    }

    [Fact]
    public async Task Typing_along_keeps_a_suggestion_in_every_frame()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        string file = await window.OpenAsync("Along.cs", Person);
        await window.TypeAsync(" int ");
        await window.SuggestionAsync(text => text == "Age { get; set; }");
        await window.Page.EvaluateAsync("() => probe.watchFrames()");
        await window.TypeAsync("Age");
        await window.SuggestionAsync(text => text == " { get; set; }");
        string[] frames = await window.Page.EvaluateAsync<string[]>("() => probe.takeFrames()");
        await window.TakePictureAsync("typed-along");

        Assert.All(frames, frame => Assert.EndsWith(" { get; set; }", frame));
        Assert.Subset(
            new HashSet<string> { "Age { get; set; }", "ge { get; set; }", "e { get; set; }", " { get; set; }" },
            frames.ToHashSet());
        await window.SaveAsync(file, text => text.Contains("    public int Age\n"));
    }

    [Fact]
    public async Task Backspace_brings_the_suggestion_back()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        await window.OpenAsync("Backspace.cs", Person);
        await window.TypeAsync(" int ");
        await window.SuggestionAsync(text => text == "Age { get; set; }");
        await window.TypeAsync("Z");
        await window.SuggestionAsync(text => !text.StartsWith("Age", StringComparison.Ordinal));
        await window.PressAsync("Backspace");
        await window.SuggestionAsync(text => text == "Age { get; set; }");
        await window.TakePictureAsync("backspace");
    }

    [Fact]
    public async Task The_cache_view_shows_what_is_reused()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        await window.RunCommandAsync("LSP Completion: Open Cache View");
        IFrameLocator view = window.Page.FrameLocator("iframe.webview").FrameLocator("iframe#active-frame");
        await view.Locator("main").WaitForAsync();
        await window.OpenAsync("Cached.cs", Person);
        ILocator row = view.Locator("section", new() { HasText = "Cached.cs" });
        await window.TypeAsync(" int ");
        await row.WaitForAsync();
        foreach (string key in (string[])["H", "e", "i"])
        {
            int bars = await row.Locator("svg g").CountAsync();
            await window.TypeAsync(key);
            await window.EventuallyAsync(() => row.Locator("svg g").CountAsync(), count => count > bars, "another bar");
        }

        await window.EventuallyAsync(
            () => row.InnerTextAsync(), text => ReusedShare().IsMatch(text), "the share that was reused");
        for (int key = 0; key < 3; key++)
            await window.PressAsync("Backspace");
        await window.TypeAsync("A");
        await window.SuggestionAsync(text => text == "ge { get; set; }");
        string text = await row.InnerTextAsync();
        string picture = await window.TakePictureAsync("cache-view");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.Copy(picture, Path.Combine(RepositoryPaths.Root, "docs", "vscode.png"), overwrite: true);
        await window.RunCommandAsync("Hide Panel");

        Assert.Matches(@"\d+ of 2,048 tokens, \d+ MB", text);
        Assert.Matches("Last miss: |No miss so far", text);
    }

    [Fact]
    public async Task Turning_a_language_off_stops_suggestions_in_it()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        string file = await window.OpenAsync("Off.cs", Person);
        await window.RunCommandAsync("LSP Completion: Turn Suggestions On or Off for This Language");
        await window.StatusAsync(text => text == "Off in csharp");
        await window.Page.EvaluateAsync("() => probe.watchFrames()");
        await window.TypeAsync(" int ");
        await window.RunCommandAsync("LSP Completion: Suggest Now");
        await window.SaveAsync(file, text => text.Contains("    public int \n"));
        await window.TakePictureAsync("language-off");
        Assert.All(await window.Page.EvaluateAsync<string[]>("() => probe.takeFrames()"), Assert.Empty);

        await window.RunCommandAsync("LSP Completion: Turn Suggestions On or Off for This Language");
        await window.StatusAsync(text => text == Workbench.Ready);
        await window.RunCommandAsync("LSP Completion: Suggest Now");
        await window.SuggestionAsync(text => text == "Age { get; set; }");
    }

    [Fact]
    public async Task Suggestions_can_be_turned_off_and_snoozed()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        await window.OpenAsync("Snooze.cs", Person);
        await window.RunCommandAsync("LSP Completion: Turn Suggestions On or Off");
        await window.StatusAsync(text => text == "Off");
        await window.RunCommandAsync("LSP Completion: Turn Suggestions On or Off");
        await window.StatusAsync(text => text == Workbench.Ready);

        await window.RunCommandAsync("LSP Completion: Snooze…");
        await window.ChooseAsync("15 minutes");
        await window.StatusAsync(text => text.StartsWith("Until ", StringComparison.Ordinal));
        await window.TakePictureAsync("snoozed");
        await window.RunCommandAsync("LSP Completion: End Snooze");
        await window.StatusAsync(text => text == Workbench.Ready);
        await window.TypeAsync(" int ");
        await window.SuggestionAsync();
    }

    [Fact]
    public async Task A_server_that_is_killed_comes_back_and_after_the_fifth_time_is_left_stopped()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        await window.OpenAsync("Killed.cs", Person);
        await window.StatusAsync(text => text == Workbench.Ready);
        ILocator told = window.Message("The completion server ended by itself and is being started again.");
        for (int crash = 1; crash <= 4; crash++)
        {
            int killed = await KillServerAsync(window);
            if (crash == 1)
            {
                await told.WaitForAsync();
                await window.TakePictureAsync("server-killed");
                await told.GetByRole(AriaRole.Button, new() { Name = "Clear Notification" }).ClickAsync();
            }

            await window.EventuallyAsync(() => Task.FromResult(ServerProcesses().FirstOrDefault(id => id != killed)), id => id != 0, "a new server");
            await window.StatusAsync(text => text == Workbench.Ready);
            if (crash == 1)
            {
                await window.TypeAsync(" int ");
                await window.SuggestionAsync(text => text == "Age { get; set; }");
                await window.TakePictureAsync("server-back");
            }
        }

        Assert.Equal(0, await told.CountAsync());
        await KillServerAsync(window);
        ILocator stopped = window.Message("ended by itself five times in a row and was left stopped");
        await stopped.WaitForAsync();
        await window.StatusAsync(text => text == "Stopped");
        await window.TakePictureAsync("server-stopped");
        Assert.Empty(ServerProcesses());

        await stopped.GetByRole(AriaRole.Button, new() { Name = "Restart" }).ClickAsync();
        await window.StatusAsync(text => text == Workbench.Ready);
    }

    [Fact]
    public async Task Statistics_count_what_was_shown_and_accepted()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        await window.RunCommandAsync("LSP Completion: Reset Statistics");
        string file = await window.OpenAsync("Counted.cs", Person);
        await window.TypeAsync(" int ");
        await window.SuggestionAsync(text => text == "Age { get; set; }");
        await window.PressAsync("Control+ArrowRight");
        await window.SuggestionAsync(text => text == " { get; set; }");
        await window.PressAsync("Tab");
        await window.SaveAsync(file, text => text.Contains("    public int Age { get; set; }\n"));

        await window.RunCommandAsync("LSP Completion: Show Statistics");
        ILocator dialog = window.Page.Locator(".monaco-dialog-box");
        string statistics = await window.EventuallyAsync(
            () => dialog.InnerTextAsync(), text => text.Contains("Accepted in part: 1", StringComparison.Ordinal), "statistics");
        await window.TakePictureAsync("statistics");
        await window.PressAsync("Escape");

        Assert.Contains("Accepted: 1", statistics);
        Assert.Contains("Characters not typed: 17", statistics);
        Assert.Contains("Milliseconds to a suggestion: median", statistics);
    }

    /// <summary>Nothing is expected of the times themselves: they depend on the machine and on what else it does.</summary>
    [Fact]
    public async Task The_time_from_key_to_suggestion_is_measured()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        string source = await File.ReadAllTextAsync(
            Path.Combine(RepositoryPaths.Root, "tests", "Samples", "Inventory.cs"), TestContext.Current.CancellationToken);
        int end = source.LastIndexOf('}');
        workplace.ShowContext(true);
        await window.OpenAsync("Inventory.cs", $"{source[..end]}\n    $0\n}}\n");
        List<double> latencies = [];
        int keys = 0;
        for (int line = 0; line < Typed.Length && latencies.Count < MeasuredKeys; line++)
        {
            foreach (char key in Typed[line])
            {
                keys++;
                if (await window.TypeMeasuredAsync(key) is { } milliseconds)
                    latencies.Add(milliseconds);
            }

            await window.PressAsync("Escape");
            await window.PressAsync("Enter");
        }

        workplace.ShowContext(false);
        await window.TakePictureAsync("typed");
        Assert.True(latencies.Count > 0, $"None of {keys} keys was followed by a suggestion.");
        double[] measured = [.. latencies.Take(MeasuredKeys).Order()];
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"VS Code, from key press to visible suggestion, {measured.Length} keys: p50 {measured[(measured.Length - 1) / 2]:F0} ms, " +
            $"p95 {measured[(int)Math.Ceiling(0.95 * measured.Length) - 1]:F0} ms; {keys} keys typed, {latencies.Count} with a suggestion");
        await File.WriteAllTextAsync(
            Path.Combine(Workplace.Artefacts, "latency.txt"), figures + "\n", TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Watcher.Tell(figures);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_told_with_a_way_out()
    {
        if (await workplace.OpenAsync() is not { } window)
            return;

        using TemporaryFolder model = new();
        string manifest = model.Write("model.json", "{}"u8);
        await window.RunCommandAsync("LSP Completion: Choose Model…");
        await window.ChooseAsync("Choose a Folder…");
        await window.ChooseFolderAsync(model.Path, "Use This Model");
        await window.StatusAsync(text => text == "No model");
        ILocator message = window.Message(manifest);
        await message.WaitForAsync();
        await window.TakePictureAsync("no-model");
        await message.GetByRole(AriaRole.Button, new() { Name = "Choose a model" }).ClickAsync();
        await window.Page.Locator(".quick-input-list").WaitForAsync();
        await window.TakePictureAsync("choose-model");
        await window.ChooseAsync("The model that ships");
        await window.StatusAsync(text => text == Workbench.Ready);
    }

    /// <summary>Ends the server's process as an operating system does, without a word.</summary>
    private async Task<int> KillServerAsync(Workbench window)
    {
        int id = await window.EventuallyAsync(
            () => Task.FromResult(ServerProcesses().FirstOrDefault()), found => found != 0, "the server");
        using Process process = Process.GetProcessById(id);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WithPatienceAsync("the end of the server that was killed");
        return id;
    }

    /// <summary>The servers of the installed extension; the process that runs the model has the same name.</summary>
    private int[] ServerProcesses() =>
        [.. Process.GetProcessesByName("lsp-completion").Where(IsOurs).Select(process => process.Id)];

    private bool IsOurs(Process process)
    {
        try
        {
            return process.MainModule?.FileName.StartsWith(workplace.ExtensionsFolder, StringComparison.Ordinal) == true
                && File.ReadAllText($"/proc/{process.Id}/cmdline").Split('\0').Contains("serve");
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or IOException)
        {
            return false; // It has ended meanwhile.
        }
    }

    /// <summary>Without a percentage where the process that runs the model has loaded it already, or nearly.</summary>
    [GeneratedRegex(@"^Loading( \d+ %)?$")]
    private static partial Regex Loading();

    [GeneratedRegex(@"[1-9]\d*(\.\d)? % of the prompts reused")]
    private static partial Regex ReusedShare();
}
