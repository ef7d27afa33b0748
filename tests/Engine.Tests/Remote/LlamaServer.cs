using System.Diagnostics;
using System.Runtime.InteropServices;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Remote;

/// <summary>A real server of llama.cpp's, in its own process.</summary>
internal sealed class LlamaServer : IDisposable
{
    /// <summary>The version of node-llama-cpp whose llama.cpp it is.</summary>
    private const string Version = "3.21.1";

    private static readonly string Installation = InstalledServer.FolderOf($"llama-server-{Version}");

    private readonly Process _process;

    private LlamaServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Installs it for all test runs, where that hasn't been done, and serves a model.</summary>
    /// <param name="model">A GGUF file.</param>
    /// <param name="slots">Prompts that it keeps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see langword="null"/> where there is none for this system; that has been said.</returns>
    public static async Task<LlamaServer?> StartAsync(string model, int slots, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            TestContext.Current.AddWarning("DID NOT RUN: llama.cpp's server is only installed on Linux on x64.");
            return null;
        }

        if (!Directory.Exists(Installation))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Installation)!);
            string script = Path.Combine(RepositoryPaths.Root, "tests", "Engine.Tests", "Remote", "install-llama-server.sh");
            await Tool.RunAsync("bash", [script, Version, Installation], RepositoryPaths.Root, cancellationToken);
        }

        int port = InstalledServer.FreePort();
        ProcessStartInfo start = new(
            Path.Combine(Installation, "llama-server"),
            [
                "--model", model, "--host", "127.0.0.1", "--port", $"{port}", "--parallel", $"{slots}", "--ctx-size", $"{slots * 16_384}",
                "--threads", "1", "--metrics", "--offline",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        LlamaServer server = new(process, new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            await InstalledServer.ReadyAsync(process, new Uri(server.Address, "health"), cancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A number that the server counts, by its name in <c>/metrics</c>.</summary>
    public async Task<double> CountAsync(string name, CancellationToken cancellationToken)
    {
        using HttpClient http = new();
        string metrics = await http.GetStringAsync(new Uri(Address, "metrics"), cancellationToken);
        return double.Parse(
            metrics.Split('\n').Single(line => line.StartsWith($"llamacpp:{name} ", StringComparison.Ordinal)).Split(' ')[1],
            System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit(Patience.Limit);
        _process.Dispose();
    }
}
