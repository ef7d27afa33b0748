using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace LspCompletion.Engine.Inference;

/// <summary>Loads graphs, and says what is wrong where that fails.</summary>
internal static class SessionLoader
{
    /// <summary>Loads a graph.</summary>
    /// <param name="path">The graph's file.</param>
    /// <param name="provider">Where to compute.</param>
    /// <param name="threads">Threads that compute; 0 leaves the choice to the machine's size.</param>
    /// <exception cref="EngineException">The file is no graph, or the provider doesn't work here.</exception>
    public static InferenceSession Load(string path, ExecutionProvider provider, int threads)
    {
        try
        {
            using SessionOptions options = ExecutionProviders.CreateSessionOptions(provider, threads);
            return OnnxRuntime.Open(path, options);
        }
        catch (SEHException exception)
        {
            throw new EngineException(
                "DirectML can't be started: DirectML.dll is missing or doesn't fit. Install the program again, or use the CPU.",
                exception);
        }
        catch (OnnxRuntimeException exception)
        {
            string cause = exception.Message.ReplaceLineEndings(" ");
            throw new EngineException(
                $"ONNX Runtime can't load the graph {path}: {cause}. Get the model's files again, or choose another model.",
                exception);
        }
    }
}
