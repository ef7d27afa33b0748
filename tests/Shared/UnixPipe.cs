using System.Diagnostics;

namespace LspCompletion.Tests;

/// <summary>A pipe with a name, to which nobody writes: whoever opens it as a file waits for good.</summary>
internal static class UnixPipe
{
    /// <summary>Makes one where nothing is.</summary>
    public static void Make(string path)
    {
        using Process making = Process.Start("mkfifo", [path]);
        making.WaitForExit();
        if (making.ExitCode != 0)
            throw new IOException($"There can be no pipe at {path}.");
    }
}
