using System.Runtime.CompilerServices;

namespace LspCompletion.Tests;

/// <summary>
/// Folders for the settings, caches and sockets of whoever runs the tests, in a place of this run: what a user has set must
/// not change a test, and no test meets a process that another one has started. On Linux, where variables name them all.
/// </summary>
internal static class UserFolders
{
    private static readonly string[] Variables =
        ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME"];

    /// <summary>Of the servers that tests start: one thread has none to wait for while other tests take the processors.</summary>
    private const string Settings = """{ "threads": 1 }""";

    [ModuleInitializer]
    internal static void Redirect()
    {
        // The testing platform reports to its maker, too.
        Environment.SetEnvironmentVariable("TESTINGPLATFORM_TELEMETRY_OPTOUT", "1");

        if (!OperatingSystem.IsLinux())
            return;

        DirectoryInfo folder = Directory.CreateTempSubdirectory("lsp-tests-");
        foreach (string variable in Variables)
            Environment.SetEnvironmentVariable(variable, folder.CreateSubdirectory(variable).FullName);
        DirectoryInfo settings = folder.CreateSubdirectory(Path.Combine("XDG_CONFIG_HOME", "LspCompletion"));
        File.WriteAllText(Path.Combine(settings.FullName, "settings.json"), Settings);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete(folder);
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A process that still ends has written there.
        }
    }
}
