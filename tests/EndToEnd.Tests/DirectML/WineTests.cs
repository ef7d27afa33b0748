using LspCompletion.EndToEnd.Tests.Editors;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.DirectML;

/// <summary>
/// The build for Windows on DirectML, under Wine with a software device: slow, but all of DirectML. The numbers come first,
/// so that a device that computes wrongly is told apart from a fault of this project. With a small model: a token of the
/// default one takes seconds there.
/// </summary>
public sealed class WineTests : IDisposable
{
    private static readonly RequiredTool Wine = new("/usr/lib/wine/wine64", ["--version"], ["wine64"]);

    private readonly string _target = Path.Combine(Path.GetTempPath(), "lsp-completion-wine");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DirectML_computes_what_it_should_and_the_program_completes_on_it()
    {
        if (!await Wine.IsAtHandAsync(TestContext.Current.CancellationToken))
            return;

        ExecutableResult prepared = await Executable.RunOtherAsync("bash", Script("prepare.sh"), RepositoryPaths.Root, _target);
        Assert.True(prepared.ExitCode == 0, $"It could not be prepared: {prepared.Output}{prepared.Error}");

        ExecutableResult gate = await RunTestsAsync("*Numbers_gate*");
        Assert.True(gate.ExitCode == 0, $"The device computes wrongly; is its Mesa older than 25? {gate.Output}");

        ExecutableResult session = await RunTestsAsync("*DirectMLTests*");
        Assert.True(session.ExitCode == 0, session.Output);
        Assert.Contains("Total: 4, Errors: 0, Failed: 0", session.Output, StringComparison.Ordinal);

        string model = await ImportAsync();
        string source = _folder.Write("a.py", "x = 1\ny = 2\n"u8.ToArray());
        string[] complete =
        [
            "complete", $"{Windows(source)}:1:5", "--model", Windows(model), "--json", "--max-tokens", "6", "--max-lines", "0",
            "--execution-provider",
        ];
        ExecutableResult onCard = await RunAsync("server/lsp-completion.exe", [.. complete, "directml"]);
        ExecutableResult onProcessor = await RunAsync("server/lsp-completion.exe", [.. complete, "cpu"]);

        Assert.Equal("", onCard.Error);
        Assert.Equal(TextOf(onProcessor), TextOf(onCard));
    }

    private static string Script(string name) =>
        Path.Combine(RepositoryPaths.Root, "tests", "EndToEnd.Tests", "DirectML", name);

    private static string Windows(string path) => $"Z:{path.Replace('/', '\\')}";

    private static string? TextOf(ExecutableResult result)
    {
        Assert.True(result.ExitCode == 0, result.Error);
        using var json = System.Text.Json.JsonDocument.Parse(result.Output);
        return json.RootElement.GetProperty("text").GetString();
    }

    private async Task<string> ImportAsync()
    {
        string checkpoint = _folder["tiny"];
        Directory.CreateDirectory(checkpoint);
        foreach (string file in Directory.GetFiles(RepositoryPaths.Fixture("models", "checkpoints", "llama")))
            File.Copy(file, Path.Combine(checkpoint, Path.GetFileName(file)));
        await File.WriteAllTextAsync(
            Path.Combine(checkpoint, "tokenizer.json"), AsciiTokenizer.Json(), TestContext.Current.CancellationToken);
        ExecutableResult imported = await Executable.RunAsync(
            "models", "import", checkpoint, "--to", _folder["library"], "--exact");
        Assert.Equal(0, imported.ExitCode);
        return imported.Output.TrimEnd();
    }

    private Task<ExecutableResult> RunTestsAsync(string method) =>
        RunAsync("tests/Engine.Tests/Engine.Tests.exe", "-method", method, "-explicit", "only", "-noColor");

    private Task<ExecutableResult> RunAsync(string program, params string[] arguments) => Executable.RunOtherAsync(
        "bash", [Script("wine.sh"), _target, Path.Combine(_target, "source", "artifacts", program), .. arguments]);
}
