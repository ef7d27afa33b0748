using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Editors;

/// <summary>A real editor, driven by a script in its own language.</summary>
/// <param name="tool">The editor.</param>
/// <param name="arguments">What makes it run a script; the script's path comes behind.</param>
/// <param name="driver">
/// The script, a file in this folder. It loads the settings that the environment variable SETTINGS names, opens the file
/// FILE, types " int " behind its first line's end that is "public", accepts the suggestion as PATTERN
/// says and prints an <see cref="EditorReport"/>.
/// </param>
/// <param name="folderDriver">
/// Another one, which types nothing, waits until the server's status matches the expression PATTERN, asks for a completion
/// and prints a <see cref="FolderReport"/>.
/// </param>
internal sealed class Editor(RequiredTool tool, string[] arguments, string driver, string folderDriver = "")
{
    /// <summary>Without a screen and without the user's own settings.</summary>
    public static Editor Neovim { get; } = new(
        new RequiredTool("nvim", ["--version"], ["neovim"]),
        ["--headless", "-u", "NONE", "-i", "NONE", "-n", "-S"],
        "neovim-driver.lua");

    /// <summary>In batch mode, with Eglot, which is part of Emacs from version 29 on.</summary>
    public static Editor Emacs { get; } = new(
        new RequiredTool(
            "emacs",
            ["--batch", "--no-site-file", "--eval", "(progn (require 'package) (package-initialize) (require 'eglot))"],
            ["emacs-nox", "elpa-eglot"]),
        ["--batch", "--no-site-file", "-l"],
        "emacs-driver.el",
        "emacs-folder-driver.el");

    /// <summary>The path of a script in this folder.</summary>
    public static string Script(string name) =>
        Path.Combine(RepositoryPaths.Root, "tests", "EndToEnd.Tests", "Editors", name);

    /// <summary>Types into a file, with settings that are a file in this folder.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="accept">How the suggestion is accepted: <c>whole</c>, or in <c>parts</c>.</param>
    /// <returns>What came of it, or null where there is no such editor.</returns>
    public async Task<EditorReport?> TypeAsync(string settings, string text, string accept)
    {
        using TemporaryFolder workspace = new();
        workspace.Write("Person.cs", Encoding.UTF8.GetBytes(text));
        return await RunAsync<EditorReport>(driver, settings, workspace, "Person.cs", accept);
    }

    /// <summary>Opens a file of a folder, with settings that are a file in this folder.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="workspace">The folder, with all that it brings.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="pattern">Matches what the server says once it is done with the folder.</param>
    /// <returns>What came of it, or null where there is no such editor.</returns>
    public Task<FolderReport?> OpenAsync(string settings, TemporaryFolder workspace, string file, string pattern) =>
        RunAsync<FolderReport>(folderDriver, settings, workspace, file, pattern);

    private async Task<T?> RunAsync<T>(string script, string settings, TemporaryFolder workspace, string file, string pattern)
        where T : class
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        if (!await tool.IsAtHandAsync(cancellationToken))
            return null;

        using TemporaryFolder home = new();

        // On a busy machine a suggestion would be cut short.
        Directory.CreateDirectory(Path.Combine(home.Path, "LspCompletion"));
        home.Write(Path.Combine("LspCompletion", "settings.json"), """{ "timeLimitMs": 60000, "cSharpCheckMs": 10000, "threads": 1, "confidenceThreshold": -20 }"""u8);

        ProcessStartInfo start = new(tool.Command, [.. arguments, Script(script)])
        {
            WorkingDirectory = workspace.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            Environment =
            {
                ["SETTINGS"] = Script(settings),
                ["FILE"] = workspace[file],
                ["PATTERN"] = pattern,
                ["PATH"] = AppContext.BaseDirectory + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
            },
        };
        foreach (string variable in (string[])["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "APPDATA"])
            start.Environment[variable] = home.Path;

        using Process process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).WithPatienceAsync($"{tool.Command} to run its script to the end");
            Assert.True(process.ExitCode == 0, $"{tool.Command} ended with {process.ExitCode}: {await output}{await error}");
            return JsonSerializer.Deserialize<T>(await output, JsonSerializerOptions.Web);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
