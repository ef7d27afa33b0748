using LspCompletion.Server.Backends;

namespace LspCompletion.Server.Tests.Backends;

public sealed class OnnxRuntimeTests
{
    /// <summary>The engine has one door to it, which keeps it silent; the engine's tests watch that.</summary>
    [Fact]
    public void The_server_reaches_ONNX_Runtime_through_the_engine_alone() =>
        Assert.DoesNotContain(
            typeof(LocalBackend).Assembly.GetReferencedAssemblies(),
            assembly => assembly.Name!.StartsWith("Microsoft.ML.OnnxRuntime", StringComparison.Ordinal));
}
