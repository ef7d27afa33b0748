using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models;

/// <summary>
/// A folder as Hugging Face's Optimum exports it: <c>config.json</c>, <c>tokenizer.json</c> and a graph, no manifest.
/// </summary>
/// <remarks>
/// The property names are those of Hugging Face's transformers; the GPT-2 line of families has some of its own.
/// </remarks>
internal static class ExportedModel
{
    public const string ConfigurationName = "config.json";

    private const string GenerationConfigurationName = "generation_config.json";
    private const string TokenizerName = "tokenizer.json";

    /// <summary>Where exporters put the graph, the usual place first.</summary>
    public static IReadOnlyList<string> GraphPlaces { get; } = ["model.onnx", "onnx/model.onnx"];

    /// <summary>Derives a manifest from the configuration.</summary>
    /// <param name="folder">The export's folder.</param>
    /// <param name="graph">The graph's file, relative to the folder.</param>
    /// <exception cref="EngineException">The configuration can't be read or lacks a figure.</exception>
    public static ModelManifest Describe(string folder, string graph)
    {
        string path = Path.Combine(folder, ConfigurationName);
        using TransformersConfiguration configuration = TransformersConfiguration.Read(path);
        if (configuration.Flag("is_encoder_decoder"))
        {
            throw new EngineException(
                $"{folder} holds an encoder-decoder model, and only decoder-only models are run; choose another one.");
        }

        return new ModelManifest
        {
            Name = configuration.NameOr(Path.GetFileName(folder)),
            Architecture = ReadArchitecture(configuration),
            ContextLength = configuration.Figure("max_position_embeddings", "n_positions"),
            Tokenizer = TokenizerName,
            StopTokenIds = EndTokens(folder, configuration),
            Graphs = [new ModelGraph { ExecutionProvider = ExecutionProvider.Cpu, File = graph }],
            Files = [],
        };
    }

    /// <summary>The figures that a configuration gives.</summary>
    /// <exception cref="EngineException">It lacks one.</exception>
    public static ModelArchitecture ReadArchitecture(TransformersConfiguration configuration)
    {
        int hiddenSize = configuration.Figure("hidden_size", "n_embd");
        int heads = configuration.Figure("num_attention_heads", "n_head");
        return new ModelArchitecture
        {
            Family = configuration.Text("model_type"),
            Layers = configuration.Figure("num_hidden_layers", "n_layer"),
            HiddenSize = hiddenSize,
            Heads = heads,
            KeyValueHeads = configuration.OptionalFigure("num_key_value_heads")
                ?? (configuration.Flag("multi_query") ? 1 : heads),
            HeadSize = configuration.OptionalFigure("head_dim") ?? hiddenSize / heads,
            FeedForwardSize = configuration.OptionalFigure("intermediate_size", "n_inner") ?? 4 * hiddenSize,
            VocabularySize = configuration.Figure("vocab_size"),
            RotaryBase = configuration.RotaryBase,
        };
    }

    /// <summary>The tokens that end a text, by the configuration and by the one for generation beside it.</summary>
    public static IReadOnlyList<int> EndTokens(string folder, TransformersConfiguration configuration) =>
        [.. configuration.EndTokens.Union(EndTokensForGeneration(folder))];

    // Instruction-tuned models list there the ends of a turn that their configuration doesn't know of.
    private static IReadOnlyList<int> EndTokensForGeneration(string folder)
    {
        string path = Path.Combine(folder, GenerationConfigurationName);
        if (!File.Exists(path))
            return [];

        using TransformersConfiguration configuration = TransformersConfiguration.Read(path);
        return configuration.EndTokens;
    }
}
