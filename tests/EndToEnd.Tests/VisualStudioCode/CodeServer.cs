using System.Diagnostics;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.VisualStudioCode;

/// <summary>VS Code, served to a browser by code-server, with an extension installed.</summary>
internal sealed class CodeServer : IDisposable
{
    private const string Version = "4.100.3";

    private static readonly string Installation = InstalledServer.FolderOf($"code-server-{Version}");

    private readonly Process _process;

    private CodeServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it is served.</summary>
    public Uri Address { get; }

    /// <summary>Installs it for all test runs, where that hasn't been done.</summary>
    /// <exception cref="InvalidOperationException">It can't be installed; the message says why.</exception>
    public static async Task InstallAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Installation))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Installation)!);
            string script = Path.Combine(
                RepositoryPaths.Root, "tests", "EndToEnd.Tests", "VisualStudioCode", "install-code-server.sh");
            await Tool.RunAsync("bash", [script, Version, Installation], Path.GetTempPath(), cancellationToken);
        }
    }

    /// <summary>Installs an extension and starts.</summary>
    /// <param name="package">The extension's package.</param>
    /// <param name="home">A folder for all that it writes; with <c>data/User/settings.json</c>.</param>
    /// <param name="workspace">The folder that is opened.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CodeServer> StartAsync(
        string package, string home, string workspace, CancellationToken cancellationToken)
    {
        string entry = Path.Combine(Installation, "node_modules", "code-server", "out", "node", "entry.js");
        string[] places =
        [
            "--user-data-dir", Path.Combine(home, "data"), "--extensions-dir", Path.Combine(home, "extensions"),
            "--config", Path.Combine(home, "config.yaml"),
        ];
        await Tool.RunAsync("node", [entry, .. places, "--install-extension", package], workspace, cancellationToken);

        int port = InstalledServer.FreePort();
        ProcessStartInfo start = new(
            "node",
            [
                entry, .. places, "--auth", "none", "--bind-addr", $"127.0.0.1:{port}", "--disable-telemetry",
                "--disable-update-check", "--disable-workspace-trust", "--disable-getting-started-override", workspace,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // The language server's own files shall not be those of whoever runs the tests.
            Environment = { ["XDG_DATA_HOME"] = home, ["XDG_CONFIG_HOME"] = home },
        };
        Process process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        CodeServer server = new(process, new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            await InstalledServer.ReadyAsync(process, server.Address, cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(Patience.Limit);
        _process.Dispose();
    }
}
