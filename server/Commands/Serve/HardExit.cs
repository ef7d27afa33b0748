using System.Runtime.InteropServices;

namespace LspCompletion.Server.Commands.Serve;

/// <summary>
/// Ends the process at once, without the clean-up of native libraries: while a thread is still inside ONNX Runtime, for
/// which loading a model can't be cut short, that clean-up would crash. So no process outlives its use, whatever a thread
/// of it is caught in.
/// </summary>
internal static partial class HardExit
{
    /// <summary>Ends something, or with it the process.</summary>
    /// <param name="end">Ends it.</param>
    /// <param name="limit">How long that may take.</param>
    /// <param name="giveUp">Ends the process.</param>
    public static void Unless(Action end, TimeSpan limit, Action giveUp)
    {
        if (!Task.Run(end).Wait(limit))
            giveUp();
    }

    /// <summary>Ends the process with an exit code.</summary>
    public static void Now(int exitCode)
    {
        if (OperatingSystem.IsWindows())
            TerminateProcess(-1, (uint)exitCode);
        else
            ExitOfSystem(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitOfSystem(int exitCode);

    // -1 is what GetCurrentProcess returns.
    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);
}
