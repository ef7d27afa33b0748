using System.Text.RegularExpressions;
using LspCompletion.EndToEnd.Tests.Editors;
using LspCompletion.EndToEnd.Tests.Serving;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.DirectML;

/// <summary>
/// The build for Windows with what runs it here, for all tests of a class. The numbers come first, so that a device that
/// computes wrongly is told apart from a fault of this project.
/// </summary>
public sealed partial class WineBuild : IAsyncLifetime
{
    private static readonly RequiredTool Wine = new("/usr/lib/wine/wine64", ["--version"], ["wine64"]);

    private readonly string _target = Path.Combine(Path.GetTempPath(), "lsp-completion-wine");

    /// <summary>Whether tests can go on; if not, it has been said why.</summary>
    public bool IsAtHand { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        IsAtHand = await Wine.IsAtHandAsync(TestContext.Current.CancellationToken);
        if (!IsAtHand)
            return;

        ExecutableResult prepared = await Executable.RunOtherAsync("bash", Script("prepare.sh"), RepositoryPaths.Root, _target);
        Assert.True(prepared.ExitCode == 0, $"It could not be prepared: {prepared.Output}{prepared.Error}");

        ExecutableResult gate = await RunTestsAsync("*Numbers_gate*");
        Assert.True(
            HavePassed(gate),
            $"The device computes wrongly; is its Mesa older than 25? Exit code {gate.ExitCode}: {gate.Output}{gate.Error}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A path as Windows has it.</summary>
    public static string PathOf(string path) => $"Z:{path.Replace('/', '\\')}";

    /// <summary>Whether all tests passed. What they say counts, since Wine may fail to end a program that is done.</summary>
    internal static bool HavePassed(ExecutableResult result) => AllPassed().IsMatch(result.Output);

    /// <summary>Runs tests of the engine that need a device.</summary>
    /// <param name="method">Which ones.</param>
    internal Task<ExecutableResult> RunTestsAsync(string method) => Executable.RunOtherAsync(
        "bash",
        Arguments("tests/Engine.Tests/Engine.Tests.exe", "-method", method, "-explicit", "only", "-diagnostics", "-noColor"));

    /// <summary>Runs <c>lsp-completion</c> to its end.</summary>
    internal Task<ExecutableResult> RunAsync(params string[] arguments) =>
        Executable.RunOtherAsync("bash", Arguments("server/lsp-completion.exe", arguments));

    /// <summary>The same where no hub can be reached, and Wine tells on standard error what is asked of Windows' sockets.</summary>
    internal Task<ExecutableResult> RunTellingOfSocketsAsync(params string[] arguments) => Executable.RunOtherAsync(
        "env", ["--unset=ORT_DISABLE_TELEMETRY", "HF_ENDPOINT=http://127.0.0.1:1", "WINEDEBUG=-all,trace+winsock", "bash", .. Arguments("server/lsp-completion.exe", arguments)]);

    /// <summary>Starts it as a server.</summary>
    internal ServerProcess Serve() => ServerProcess.StartOther("bash", Arguments("server/lsp-completion.exe", "serve", "--stdio"));

    [GeneratedRegex("Total: [1-9][0-9]*, Errors: 0, Failed: 0")]
    private static partial Regex AllPassed();

    private static string Script(string name) =>
        Path.Combine(RepositoryPaths.Root, "tests", "EndToEnd.Tests", "DirectML", name);

    private string[] Arguments(string program, params string[] arguments) =>
        [Script("wine.sh"), _target, Path.Combine(_target, "source", "artifacts", program), .. arguments];
}
