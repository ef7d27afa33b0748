using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>
/// The one door to ONNX Runtime. By itself its native library writes an identifier of the device and a database into the
/// user's cache and sends events to Microsoft; here that is turned off before the library is loaded, and nothing else in the
/// project makes its sessions or its environment.
/// </summary>
internal static partial class OnnxRuntime
{
    private const string TelemetrySwitch = "ORT_DISABLE_TELEMETRY";

    /// <summary>The version of the native library.</summary>
    public static string Version => Silent().GetVersionString();

    /// <summary>Options of a session, with ONNX Runtime's defaults.</summary>
    public static SessionOptions CreateOptions() => new();

    /// <summary>Loads a graph.</summary>
    /// <param name="path">The graph's file.</param>
    /// <param name="options">How it is to run.</param>
    public static InferenceSession Open(string path, SessionOptions options)
    {
        _ = Silent();
        return new InferenceSession(path, options);
    }

    /// <summary>
    /// Turns the telemetry off for this process and for all that it starts. The runtime calls this before anything of this
    /// assembly runs, and so before the native library can be loaded, which reads the variable then.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "No code of this assembly may run before, whoever calls it.")]
    internal static void TurnTelemetryOff()
    {
        // For processes that are started: on Unix .NET keeps a copy of the environment, which native code doesn't see.
        Environment.SetEnvironmentVariable(TelemetrySwitch, "1");

        // On Windows the C runtime keeps the copy, and .NET sets the system's.
        int failure = OperatingSystem.IsWindows()
            ? SetInUniversalRuntime(TelemetrySwitch, "1")
            : SetInLibc(TelemetrySwitch, "1", overwrite: 1);
        if (failure != 0)
        {
            throw new Win32Exception(
                Marshal.GetLastPInvokeError(), $"{TelemetrySwitch} can't be set, without which ONNX Runtime is not to be loaded.");
        }
    }

    /// <summary>ONNX Runtime's environment, which the first caller makes; what it would tell of sessions is off, too.</summary>
    private static OrtEnv Silent()
    {
        OrtEnv environment = OrtEnv.Instance();
        environment.DisableTelemetryEvents();
        return environment;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetInLibc(string name, string value, int overwrite);

    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetInUniversalRuntime(string name, string value);
}
