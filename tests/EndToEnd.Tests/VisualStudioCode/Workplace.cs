using System.Text;
using LspCompletion.EndToEnd.Tests.Editors;
using LspCompletion.Tests;
using Microsoft.Playwright;

namespace LspCompletion.EndToEnd.Tests.VisualStudioCode;

/// <summary>One VS Code with the packed extension, for all tests of a class; started by the first that uses it.</summary>
[CollectionDefinition(nameof(Workplace))]
public sealed class Workplace : IAsyncDisposable
{
    /// <summary>
    /// On a busy machine a suggestion would be cut short, and it doesn't matter here how sure the model is of one. In a browser,
    /// all is remote: such settings are the machine's.
    /// </summary>
    private const string Patience =
        """ "lspCompletion.timeLimitMs": 60000, "lspCompletion.cSharpCheckMs": 10000, "lspCompletion.confidenceThreshold": -20 """;

    /// <summary>
    /// Where the list of words opens, VS Code takes a suggestion off the screen until it is known to agree with the word that
    /// is selected there.
    /// </summary>
    private const string UserSettings =
        """
        {
          "workbench.startupEditor": "none",
          "editor.wordBasedSuggestions": "off",
          "editor.minimap.enabled": false
        }
        """;

    private static readonly RequiredTool Chromium = new("chromium", ["--version"], ["chromium"]);

    private readonly TemporaryFolder _home = new();
    private readonly TemporaryFolder _workspace = new();
    private readonly SemaphoreSlim _starting = new(1);
    private CodeServer? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Workbench? _window;

    /// <summary>Where pictures and figures go.</summary>
    internal static string Artefacts { get; } = Path.Combine(RepositoryPaths.Root, "artifacts", "vscode");

    /// <summary>The folder in which VS Code has installed extensions.</summary>
    internal string ExtensionsFolder => Path.Combine(_home.Path, "extensions");

    /// <summary>Opens the window.</summary>
    /// <returns>The window, or null where something is missing that it takes; that has been said.</returns>
    internal async Task<Workbench?> OpenAsync()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        if (!OperatingSystem.IsLinux())
        {
            MissingTool.Report("Linux, for which code-server is built here.");
            return null;
        }

        if (!await Extension.Node.IsAtHandAsync(cancellationToken) || !await Chromium.IsAtHandAsync(cancellationToken))
            return null;

        await _starting.WaitAsync(cancellationToken);
        try
        {
            return _window ??= await StartAsync(cancellationToken);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>
    /// Sets whether the model is shown what is open besides the document. Mostly it isn't: the files of other tests, half
    /// written as they are, would change the suggestions.
    /// </summary>
    internal void ShowContext(bool isShown) =>
        WriteSettings("Machine", isShown ? $$"""{{{Patience}}}""" : $$"""{{{Patience}}, "lspCompletion.contextTokens": 0 }""");

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        _server?.Dispose();
        _workspace.Dispose();
        _home.Dispose();
        _starting.Dispose();
    }

    private static string PathOf(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, command))
            .First(File.Exists);

    private void WriteSettings(string scope, string settings)
    {
        Directory.CreateDirectory(Path.Combine(_home.Path, "data", scope));
        _home.Write(Path.Combine("data", scope, "settings.json"), Encoding.UTF8.GetBytes(settings));
    }

    private async Task<Workbench> StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Artefacts);
        WriteSettings("User", UserSettings);
        ShowContext(false);

        await CodeServer.InstallAsync(cancellationToken);
        string package = await Extension.PackAsync(cancellationToken);
        _server = await CodeServer.StartAsync(package, _home.Path, _workspace.Path, cancellationToken);

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = PathOf(Chromium.Command),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        IPage page = await _browser.NewPageAsync(new() { ViewportSize = new() { Width = 1200, Height = 750 } });
        page.SetDefaultTimeout(Workbench.PatienceMs);
        await page.AddInitScriptAsync(scriptPath: Path.Combine(
            RepositoryPaths.Root, "tests", "EndToEnd.Tests", "VisualStudioCode", "probe.js"));
        await page.GotoAsync(new Uri(_server.Address, $"?folder={Uri.EscapeDataString(_workspace.Path)}").ToString());
        await page.Locator(".monaco-workbench").WaitForAsync();
        Workbench window = new(page, _workspace.Path, Artefacts);
        await window.StatusAsync(text => text == Workbench.Ready);
        return window;
    }
}
