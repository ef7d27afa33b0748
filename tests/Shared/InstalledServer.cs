using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LspCompletion.Tests;

/// <summary>Servers of other projects that tests install once for all runs, and talk to over HTTP.</summary>
internal static class InstalledServer
{
    /// <summary>The folder that one is installed in.</summary>
    public static string FolderOf(string nameAndVersion) => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
        ".cache",
        "lsp-completion-tests",
        nameAndVersion);

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until one answers.</summary>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public static async Task ReadyAsync(Process process, Uri address, CancellationToken cancellationToken)
    {
        using HttpClient client = new();
        while (!process.HasExited)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(address, cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(100, cancellationToken);
        }

        throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}.");
    }
}
