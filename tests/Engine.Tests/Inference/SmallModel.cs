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

    public static ModelSession Load(string folder) => ModelSession.Load(GraphPath(folder), ExecutionProvider.Cpu, threads: 1, AttentionKind.Causal);

    /// <summary>The model with a static cache, as one whose prompt sees all of itself.</summary>
    public static ModelSession LoadPrefix() =>
        ModelSession.Load(GraphPath("static-cache"), ExecutionProvider.Cpu, threads: 1, AttentionKind.Prefix);

    /// <summary>The encoder-decoder, its decoder in two graphs or merged into one.</summary>
    public static EncoderDecoderSession LoadEncoderDecoder(bool isMerged)
    {
        return EncoderDecoderSession.Load(
            PathOf("encoder_model"),
            PathOf(isMerged ? "decoder_model_merged" : "decoder_model"),
            isMerged ? null : PathOf("decoder_with_past_model"),
            threads: 1);

        static string PathOf(string name) => RepositoryPaths.Fixture("models", "encoder-decoder", $"{name}.onnx");
    }
}
