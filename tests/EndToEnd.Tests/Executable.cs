using System.Diagnostics;
using System.Text;
using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests;

/// <summary>The real <c>lsp-completion</c>, which the build has put beside the tests.</summary>
internal static class Executable
{
    /// <summary>Where it is.</summary>
    public static readonly string File = Path.Combine(
        AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "lsp-completion.exe" : "lsp-completion");

    /// <summary>Runs it in the root of the repository, to its end.</summary>
    public static Task<ExecutableResult> RunAsync(params string[] arguments) => RunWithInputAsync(ReadOnlyMemory<byte>.Empty, arguments);

    /// <summary>Runs another program, which may run this one.</summary>
    public static Task<ExecutableResult> RunOtherAsync(string program, params string[] arguments) =>
        RunAsync(program, ReadOnlyMemory<byte>.Empty, [], arguments);

    /// <summary>Runs it with some environment variables set.</summary>
    public static Task<ExecutableResult> RunWithEnvironmentAsync(
        Dictionary<string, string> environment, params string[] arguments) =>
        RunAsync(File, ReadOnlyMemory<byte>.Empty, environment, arguments);

    /// <summary>Runs it with something on its standard input.</summary>
    public static Task<ExecutableResult> RunWithInputAsync(ReadOnlyMemory<byte> input, params string[] arguments) =>
        RunAsync(File, input, [], arguments);

    /// <summary>Runs it and looks at its memory again and again.</summary>
    /// <returns>How it ended, and the most bytes that it had in use at a time.</returns>
    public static async Task<(ExecutableResult Result, long PeakBytes)> RunWatchingMemoryAsync(params string[] arguments)
    {
        long peak = 0;
        ExecutableResult result = await RunAsync(File, ReadOnlyMemory<byte>.Empty, [], arguments, async (process, cancellationToken) =>
        {
            while (!process.HasExited)
            {
                process.Refresh();
                peak = Math.Max(peak, PeakBytes(process));
                await Task.Delay(20, cancellationToken);
            }
        });
        return (result, peak);
    }

    private static async Task<ExecutableResult> RunAsync(
        string program,
        ReadOnlyMemory<byte> input,
        Dictionary<string, string> environment,
        string[] arguments,
        Func<Process, CancellationToken, Task>? watch = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = RepositoryPaths.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        try
        {
            return await RunToEndAsync().WithPatienceAsync(
                $"the end of {program} {string.Join(' ', arguments)}", limit: Patience.LongLimit);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        async Task<ExecutableResult> RunToEndAsync()
        {
            CancellationToken cancellationToken = TestContext.Current.CancellationToken;
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
            await SendAsync(process, input, cancellationToken);
            if (watch is not null)
                await watch(process, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ExecutableResult(
                process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
        }
    }

    private static long PeakBytes(Process process)
    {
        try
        {
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended since.
            return 0;
        }
    }

    private static async Task SendAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of its input, as it may when the input is refused.
        }
    }
}
