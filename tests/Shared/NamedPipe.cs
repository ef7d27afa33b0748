using System.Diagnostics;

namespace LspCompletion.Tests;

/// <summary>Pipes in a folder, as Unix has them: whoever opens one waits until somebody opens its other end.</summary>
internal static class NamedPipe
{
    /// <summary>Makes one; its folder, too.</summary>
    /// <returns>Its path.</returns>
    public static string Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Process program = Process.Start("mkfifo", [path]);
        program.WaitForExit();
        return program.ExitCode == 0 ? path : throw new InvalidOperationException($"mkfifo {path} ended with {program.ExitCode}.");
    }
}
