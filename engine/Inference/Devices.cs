namespace LspCompletion.Engine.Inference;

/// <summary>What this build of the program can compute on.</summary>
public static class Devices
{
    /// <summary>The execution providers that are part of it; whether they work on this machine is another question.</summary>
    public static IReadOnlyList<ExecutionProvider> InThisBuild { get; } =
#if DIRECTML
        [ExecutionProvider.Cpu, ExecutionProvider.DirectML];
#else
        [ExecutionProvider.Cpu];
#endif
}
