using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace LspCompletion.Tests;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>Runs a program.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed, or isn't there; the message has what it wrote.</exception>
    public static async Task<string> RunAsync(
        string command, string[] arguments, string folder, CancellationToken cancellationToken)
    {
        // What npm installs is no executable on Windows, but a script.
        ProcessStartInfo start = OperatingSystem.IsWindows() && command is "npm"
            ? new("cmd", ["/c", command, .. arguments])
            : new(command, arguments);
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = Encoding.UTF8;
        start.StandardErrorEncoding = Encoding.UTF8;

        string invocation = $"{command} {string.Join(' ', arguments)}";
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                return await RunToEndAsync(process).WithPatienceAsync($"the end of {invocation}", limit: Patience.LongLimit);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
            }

            async Task<string> RunToEndAsync(Process process)
            {
                process.StandardInput.Close();
                Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
                Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
                await process.WaitForExitAsync(cancellationToken);
                return process.ExitCode == 0
                    ? await output
                    : throw new InvalidOperationException(
                        $"{invocation} ended with {process.ExitCode}:\n{await output}{await error}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{invocation} can't be started: {exception.Message}", exception);
        }
    }
}
