using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>The one place where an execution provider is chosen and a session's options are set.</summary>
internal static class ExecutionProviders
{
    /// <summary>The options of a session on a provider.</summary>
    /// <param name="provider">Where to compute.</param>
    /// <param name="threads">Threads that compute; 0 takes half of the logical processors, two at least.</param>
    /// <exception cref="EngineException">The provider isn't part of this build.</exception>
    public static SessionOptions CreateSessionOptions(ExecutionProvider provider, int threads)
    {
        SessionOptions options = OnnxRuntime.CreateOptions();
        options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
        options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
        options.IntraOpNumThreads = threads > 0 ? threads : DefaultThreads(Environment.ProcessorCount);
        options.InterOpNumThreads = 1;
        options.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;

        // Prompts have every length, and a memory plan is kept for each shape seen: plans would pile up.
        options.EnableMemoryPattern = false;

        // Without this the worker threads spin on after a run, and a core burns between keystrokes.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");

        if (provider == ExecutionProvider.DirectML)
            AppendDirectML(options);
        return options;
    }

    /// <summary>The threads that compute when nothing is set: half of the logical processors, two to eight.</summary>
    internal static int DefaultThreads(int logicalProcessors) =>
        Math.Min(logicalProcessors, Math.Clamp(logicalProcessors / 2, 2, 8));

    private static void AppendDirectML(SessionOptions options)
    {
#if DIRECTML
        // All of a graph or nothing: what DirectML left to the processor would be copied to and fro in every step.
        options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        options.AppendExecutionProvider_DML(0);
#else
        options.Dispose();
        throw new EngineException(
            "This build has no DirectML execution provider: DirectML exists on Windows only. Use the CPU, or a Windows build.");
#endif
    }
}
