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

    /// <summary>
    /// A port that nobody listens on. Not of those that systems give to outgoing connections: before a server listens,
    /// which takes it seconds, one of the many connections of other tests could have been given it.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            int port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there.
            }
        }
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
