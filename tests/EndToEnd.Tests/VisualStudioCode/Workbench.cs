using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LspCompletion.EndToEnd.Tests.VisualStudioCode;

/// <summary>VS Code's window, as a user sees and uses it.</summary>
/// <param name="page">The window.</param>
/// <param name="workspace">The folder that is open in it.</param>
/// <param name="artefacts">The folder for pictures.</param>
internal sealed class Workbench(IPage page, string workspace, string artefacts)
{
    /// <summary>How long anything may take on a busy machine.</summary>
    public const int PatienceMs = 180_000;

    /// <summary>About as fast as a person types.</summary>
    private const int KeyMs = 60;

    /// <summary>What the status bar says while the engine waits for the next key.</summary>
    public const string Ready = "CPU";

    private const int LongestPauseMs = 2000;

    private const string Status = ".statusbar-item[id*='lspCompletion.status']";

    /// <summary>The window.</summary>
    public IPage Page => page;

    /// <summary>Opens a new file with a text in it, and puts the cursor where <c>$0</c> stands in it.</summary>
    /// <returns>The file's path.</returns>
    public async Task<string> OpenAsync(string name, string source)
    {
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);
        string[] before = source[..cursor].Split('\n');
        string path = Path.Combine(workspace, name);
        await File.WriteAllTextAsync(path, source.Remove(cursor, 2), TestContext.Current.CancellationToken);

        await RunCommandAsync("Refresh Explorer");
        await page.GetByRole(AriaRole.Treeitem, new() { Name = name, Exact = false }).First.DblClickAsync();
        await page.Locator($".tab.active[data-resource-name='{name}']").WaitForAsync();
        await page.Locator(".editor-instance .view-line").First.WaitForAsync();
        await page.Keyboard.PressAsync("Control+g");
        await InputAsync($":{before.Length}:{before[^1].Length + 1}");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".quick-input-widget").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        return path;
    }

    /// <summary>Types a text, key by key.</summary>
    public Task TypeAsync(string text) => page.Keyboard.TypeAsync(text, new() { Delay = KeyMs });

    /// <summary>Types a character, and measures how long it takes until a suggestion stands behind it.</summary>
    /// <returns>Milliseconds; null if none comes before a person would type on.</returns>
    public async Task<double?> TypeMeasuredAsync(char key)
    {
        await page.EvaluateAsync("() => probe.expectKey()");
        await page.Keyboard.TypeAsync(key.ToString());
        Stopwatch waiting = Stopwatch.StartNew();
        while (true)
        {
            double? latency = await page.EvaluateAsync<double?>("() => probe.keyLatency()");
            if ((latency is not null && waiting.ElapsedMilliseconds > KeyMs) || waiting.ElapsedMilliseconds > LongestPauseMs)
                return latency;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Presses a key, or several together.</summary>
    public Task PressAsync(string key) => page.Keyboard.PressAsync(key);

    /// <summary>Waits for a suggestion.</summary>
    /// <param name="isIt">Which one.</param>
    /// <returns>The suggestion, as far as it stands in the cursor's line.</returns>
    public Task<string> SuggestionAsync(Func<string, bool>? isIt = null) =>
        EventuallyAsync(() => page.EvaluateAsync<string>("() => probe.ghost()"), isIt ?? (text => text.Length > 0), "a suggestion");

    /// <summary>Waits until no suggestion is shown.</summary>
    public Task NoSuggestionAsync() =>
        EventuallyAsync(() => page.EvaluateAsync<string>("() => probe.ghost()"), text => text.Length == 0, "no suggestion");

    /// <summary>Saves the document, and waits until the file is as it should be.</summary>
    /// <returns>The file's text.</returns>
    public async Task<string> SaveAsync(string path, Func<string, bool> isIt)
    {
        await page.Keyboard.PressAsync("Control+s");
        return await EventuallyAsync(() => File.ReadAllTextAsync(path), isIt, $"another text in {path}");
    }

    /// <summary>Runs a command from the palette.</summary>
    public async Task RunCommandAsync(string title)
    {
        await page.Keyboard.PressAsync("F1");
        await InputAsync($">{title}");
        await ChooseAsync(title);
    }

    /// <summary>Chooses an entry of the list that is shown in the middle of the window; its category needs no mention.</summary>
    public Task ChooseAsync(string label)
    {
        ILocator name = page.Locator(".label-name", new() { HasTextRegex = new Regex($@"^\s*([\w ]+: )?{Regex.Escape(label)}\s*$") });
        return page.Locator(".quick-input-list .monaco-list-row", new() { Has = name }).First.ClickAsync();
    }

    /// <summary>Waits for the status bar to say something.</summary>
    public Task<string> StatusAsync(Func<string, bool> isIt) =>
        EventuallyAsync(async () => (await page.Locator(Status).TextContentAsync() ?? "").Trim(), isIt, "another status");

    /// <summary>What the tooltip of the status says.</summary>
    public async Task<string> StatusTooltipAsync()
    {
        await page.Locator(Status).HoverAsync();
        ILocator tooltip = page.Locator(".monaco-hover:visible", new() { HasText = "LSP Completion" });
        await tooltip.WaitForAsync();
        return (await tooltip.InnerTextAsync()).Replace('\u00a0', ' ');
    }

    /// <summary>Takes a picture of the window.</summary>
    /// <returns>The picture's path.</returns>
    public async Task<string> TakePictureAsync(string name)
    {
        string path = Path.Combine(artefacts, $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path });
        return path;
    }

    /// <summary>The message with a text, in the corner of the window.</summary>
    public ILocator Message(string text) => page.Locator(".notification-toast", new() { HasText = text });

    /// <summary>Looks again and again until something is as it should be.</summary>
    public async Task<T> EventuallyAsync<T>(Func<Task<T>> look, Func<T, bool> isIt, string wanted)
    {
        DateTime end = DateTime.UtcNow.AddMilliseconds(PatienceMs);
        while (true)
        {
            T seen = await look();
            if (isIt(seen))
                return seen;
            if (DateTime.UtcNow > end)
                Assert.Fail(
                    $"Waited in vain for {wanted}; there is: {seen}. Look at {await TakePictureAsync("waited-in-vain")}. " +
                    $"The status: {await StatusTooltipAsync()}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Chooses a folder in the dialog for that, which begins where the workspace is.</summary>
    public async Task ChooseFolderAsync(string path, string button)
    {
        ILocator input = page.Locator(".quick-input-widget:visible input");
        await page.GetByRole(AriaRole.Button, new() { Name = button }).WaitForAsync();
        await EventuallyAsync(
            () => input.InputValueAsync(), value => value.Contains(Path.GetFileName(workspace), StringComparison.Ordinal), "the dialog");
        await input.FillAsync(path + Path.DirectorySeparatorChar);
        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
    }

    private async Task InputAsync(string text)
    {
        ILocator input = page.Locator(".quick-input-widget:visible input");
        await input.WaitForAsync();
        await input.FillAsync(text);
    }
}
