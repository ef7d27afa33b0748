using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LspCompletion.Tests;

/// <summary>Writes down what all threads of this process are doing, for whoever wants to know why it hangs.</summary>
internal static class HangDump
{
    /// <summary>Writes it with the runtime's own tool, into <c>artifacts/hangs</c>.</summary>
    /// <returns>What to say of it: where it lies and how to read it, or why there is none.</returns>
    public static string Write()
    {
        string tool = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), OperatingSystem.IsWindows() ? "createdump.exe" : "createdump");
        if (!File.Exists(tool))
            return $"There is no {tool} to write down what its threads are doing.";

        string folder = Directory.CreateDirectory(Path.Combine(RepositoryPaths.Root, "artifacts", "hangs")).FullName;
        string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{DateTime.UtcNow:HHmmss}.dmp"));
        using Process process = Process.Start(
            new ProcessStartInfo(tool, ["--normal", "--name", file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]))!;
        return process.WaitForExit(TimeSpan.FromMinutes(1)) && File.Exists(file)
            ? $"What its threads are doing: dotnet-dump analyze {file} -c \"clrstack -all\""
            : $"{tool} wrote nothing; it may not be allowed to look at processes.";
    }
}
