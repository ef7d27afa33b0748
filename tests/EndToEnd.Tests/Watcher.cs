namespace LspCompletion.EndToEnd.Tests;

/// <summary>Whoever watches the tests run.</summary>
internal static class Watcher
{
    /// <summary>Says something past `dotnet test`, which keeps the output of tests that pass to itself.</summary>
    public static void Tell(string message)
    {
        try
        {
            using FileStream terminal = new(OperatingSystem.IsWindows() ? @"\\.\CONOUT$" : "/dev/tty", FileMode.Open, FileAccess.Write);
            using StreamWriter writer = new(terminal);
            writer.WriteLine(message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // Nobody is watching.
            Console.Error.WriteLine(message);
        }
    }
}
