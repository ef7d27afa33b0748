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
        await Patience.UntilAsync(IsReadyAsync, $"an answer of {address}");

        async Task<bool> IsReadyAsync()
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}.");
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(address, cancellationToken);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false; // Not yet.
            }
        }
    }
}
