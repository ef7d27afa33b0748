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

    private const string EncoderName = "encoder_model.onnx";
    private const string WithPastName = "decoder_with_past_model.onnx";

    /// <summary>Tokens of an encoder-decoder model whose configuration gives no limit, such as T5's: as it was trained.</summary>
    private const int RelativeContextLength = 512;

    /// <summary>The graphs that an export may have, in words.</summary>
    public const string ExpectedGraphs =
        "model.onnx, or encoder_model.onnx and decoder_model_merged.onnx (or decoder_model.onnx and decoder_with_past_model.onnx), " +
        "there or in onnx";

    private static readonly string[] Places = ["", "onnx/"];

    /// <summary>The graph of an export: one decoder, or an encoder and its decoder; null where there is none.</summary>
    public static ModelGraph? FindGraph(string folder)
    {
        foreach (string place in Places)
        {
            if (Has("model.onnx"))
                return new ModelGraph { ExecutionProvider = ExecutionProvider.Cpu, File = $"{place}model.onnx" };
            if (!Has(EncoderName))
                continue;
            if (Has("decoder_model_merged.onnx"))
                return WithEncoder("decoder_model_merged.onnx", withPast: null);
            if (Has("decoder_model.onnx") && Has(WithPastName))
                return WithEncoder("decoder_model.onnx", $"{place}{WithPastName}");

            bool Has(string name) => File.Exists(Path.Combine(folder, place + name));
            ModelGraph WithEncoder(string decoder, string? withPast) => new()
            {
                ExecutionProvider = ExecutionProvider.Cpu,
                File = place + decoder,
                Encoder = place + EncoderName,
                WithPast = withPast,
            };
        }

        return null;
    }

    /// <summary>Derives a manifest from the configuration.</summary>
    /// <param name="folder">The export's folder.</param>
    /// <param name="graph">Its graph.</param>
    /// <exception cref="EngineException">The configuration can't be read or lacks a figure, or is another model's.</exception>
    public static ModelManifest Describe(string folder, ModelGraph graph)
    {
        string path = Path.Combine(folder, ConfigurationName);
        using TransformersConfiguration configuration = TransformersConfiguration.Read(path);
        bool hasEncoder = configuration.Flag("is_encoder_decoder");
        if (hasEncoder != graph.Encoder is not null)
        {
            throw new EngineException(hasEncoder
                ? $"{folder} holds an encoder-decoder model in one graph; export it with Optimum for text2text-generation-with-past."
                : $"{folder} has an encoder's graph, but its {ConfigurationName} is a decoder's; get the model again.");
        }

        return new ModelManifest
        {
            Name = configuration.NameOr(Path.GetFileName(folder)),
            Architecture = hasEncoder ? ReadEncoderDecoder(configuration) : ReadArchitecture(configuration),
            ContextLength = hasEncoder
                ? configuration.OptionalFigure("max_position_embeddings", "n_positions") ?? RelativeContextLength
                : configuration.Figure("max_position_embeddings", "n_positions"),
            Tokenizer = TokenizerName,
            StopTokenIds = EndTokens(folder, configuration),
            Graphs = [graph],
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

    // The names are T5's, which CodeT5 shares.
    private static ModelArchitecture ReadEncoderDecoder(TransformersConfiguration configuration)
    {
        int heads = configuration.Figure("num_heads", "decoder_attention_heads");
        int layers = configuration.Figure("num_layers", "encoder_layers");
        int hiddenSize = configuration.Figure("d_model");
        return new ModelArchitecture
        {
            Family = configuration.Text("model_type"),
            EncoderLayers = layers,
            Layers = configuration.OptionalFigure("num_decoder_layers", "decoder_layers") ?? layers,
            HiddenSize = hiddenSize,
            Heads = heads,
            KeyValueHeads = heads,
            HeadSize = configuration.OptionalFigure("d_kv") ?? hiddenSize / heads,
            FeedForwardSize = configuration.Figure("d_ff", "decoder_ffn_dim"),
            VocabularySize = configuration.Figure("vocab_size"),
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
