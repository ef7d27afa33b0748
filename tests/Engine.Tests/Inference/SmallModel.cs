using LspCompletion.Engine.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Inference;

/// <summary>The small models of tests/Fixtures/models: random weights, a vocabulary of 160, every graph form.</summary>
internal static class SmallModel
{
    /// <summary>Tokens in a small model's vocabulary.</summary>
    public const int VocabularySize = 160;

    /// <summary>Each model that runs on the CPU, with the tolerance of its golden numbers.</summary>
    public static TheoryData<string, float> All { get; } = new()
    {
        { "shared-buffer", 1e-4f },
        { "static-cache", 5e-3f },
        { "optimum/llama", 1e-4f },
        { "optimum/qwen2", 1e-4f },
        { "optimum/mistral", 1e-4f },
        { "optimum/granite", 1e-4f },
        { "optimum/gemma", 1e-4f },
        { "optimum/gpt2", 1e-4f },
        { "optimum/gpt_bigcode", 1e-4f },
    };

    public static string GraphPath(string folder) => RepositoryPaths.Fixture(
        "models", folder, folder == "static-cache" ? "model.fp32.onnx" : "model.onnx");

    public static ModelSession Load(string folder) => ModelSession.Load(GraphPath(folder), ExecutionProvider.Cpu, threads: 1);
}
