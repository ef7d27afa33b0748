using System.ComponentModel;
using System.Diagnostics;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Editors;

/// <summary>
/// A program that tests drive and that the .NET SDK doesn't bring. It is installed where that needs no questions: by
/// root, with apt-get. Elsewhere its tests say that they didn't run, and fail only in continuous integration.
/// </summary>
/// <param name="command">The program's name.</param>
/// <param name="probe">Arguments with which it ends well if it is fit for the tests.</param>
/// <param name="packages">What to install on Debian and its kin until it is.</param>
internal sealed class RequiredTool(string command, string[] probe, string[] packages)
{
    private const string AptGet = "/usr/bin/apt-get";

    private static readonly SemaphoreSlim Installing = new(1);

    private readonly Lock _lock = new();
    private Task<bool>? _isAtHand;

    /// <summary>The program's name.</summary>
    public string Command => command;

    /// <summary>Finds or installs the program.</summary>
    /// <returns>Whether the test can go on; if not, it has been said why.</returns>
    public async Task<bool> IsAtHandAsync(CancellationToken cancellationToken)
    {
        Task<bool> isAtHand;
        lock (_lock)
            isAtHand = _isAtHand ??= FindAsync();
        if (await isAtHand.WaitAsync(cancellationToken))
            return true;

        MissingTool.Report($"{command}. Install it; on Debian or Ubuntu: apt-get install {string.Join(' ', packages)}.");
        return false;
    }

    private async Task<bool> FindAsync()
    {
        if (await SucceedsAsync(command, probe))
            return true;
        if (!Environment.IsPrivilegedProcess || !File.Exists(AptGet))
            return false;

        await Installing.WaitAsync();
        try
        {
            await SucceedsAsync(AptGet, "update", "-qq");
            foreach (string package in packages)
            {
                await SucceedsAsync(AptGet, "install", "-y", "-qq", "--no-install-recommends", package);
                if (await SucceedsAsync(command, probe))
                    return true;
            }

            return false;
        }
        finally
        {
            Installing.Release();
        }
    }

    private static async Task<bool> SucceedsAsync(string file, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(file, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
            })!;
            process.StandardInput.Close();
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync(), process.WaitForExitAsync())
                .WithPatienceAsync($"the end of {file} {string.Join(' ', arguments)}", limit: Patience.LongLimit);
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
