using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Remote;

/// <summary>A real server of llama.cpp's, in its own process.</summary>
internal sealed class LlamaServer : IDisposable
{
    /// <summary>The version of node-llama-cpp whose llama.cpp it is.</summary>
    private const string Version = "3.21.1";

    private static readonly string Installation = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        ".cache",
        "lsp-completion-tests",
        $"llama-server-{Version}");

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
            await RunAsync(
                "bash",
                [Path.Combine(RepositoryPaths.Root, "tests", "Engine.Tests", "Remote", "install-llama-server.sh"), Version, Installation],
                cancellationToken);
        }

        int port = FreePort();
        Process process = Start(
            Path.Combine(Installation, "llama-server"),
            [
                "--model", model, "--host", "127.0.0.1", "--port", $"{port}", "--parallel", $"{slots}", "--ctx-size", $"{slots * 16_384}",
                "--threads", "1", "--metrics", "--offline",
            ]);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        LlamaServer server = new(process, new Uri($"http://127.0.0.1:{port}/"));
        using HttpClient http = new();
        while (!process.HasExited)
        {
            try
            {
                if ((await http.GetAsync(new Uri(server.Address, "health"), cancellationToken)).IsSuccessStatusCode)
                    return server;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(50, cancellationToken);
        }

        throw new InvalidOperationException($"llama-server ended with {process.ExitCode}.");
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
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Start(string program, IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;

    private static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"llama.cpp's server can't be installed: {await output}{await error}");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
