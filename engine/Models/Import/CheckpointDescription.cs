using System.Text.Json;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// Reads from a checkpoint's <c>config.json</c> what its decoder computes. Names and defaults are those of Hugging Face's
/// transformers (https://github.com/huggingface/transformers, Apache-2.0), models/*/configuration_*.py.
/// </summary>
internal sealed class CheckpointDescription(TransformersConfiguration configuration, string folder)
{
    private readonly string _family = configuration.Text("model_type");

    public DecoderDescription Read()
    {
        if (configuration.Has("quantization_config"))
        {
            throw new EngineException(
                $"The checkpoint {folder} is quantised already in a format that isn't read; get the original, or a GGUF file.");
        }

        ModelArchitecture architecture = ExportedModel.ReadArchitecture(configuration);
        FigureLimits.Check(folder, architecture);
        int context = configuration.Figure("max_position_embeddings", "n_positions");
        DecoderDescription common = new()
        {
            Architecture = architecture,
            ContextLength = context,
            SlidingWindow = Window(context),
            NormEpsilon = (float)(configuration.OptionalNumber("rms_norm_eps", "norm_epsilon", "layer_norm_epsilon") ?? 1e-6),
            Activation = ReadActivation(),
            AttentionScale = 1 / MathF.Sqrt(architecture.HeadSize),
        };

        return _family switch
        {
            "llama" or "mistral" or "qwen2" => common with { RotaryFrequencies = ReadFrequencies(architecture) },
            "granite" => common with
            {
                RotaryFrequencies = ReadFrequencies(architecture),
                EmbeddingScale = Number("embedding_multiplier", 1),
                ResidualScale = Number("residual_multiplier", 1),
                AttentionScale = Number("attention_multiplier", 1),
                LogitScale = 1 / Number("logits_scaling", 1),
            },
            "gemma" => common with
            {
                RotaryFrequencies = ReadFrequencies(architecture),
                EmbeddingScale = MathF.Sqrt(architecture.HiddenSize),

                // The family's code takes this one whatever an old configuration says.
                Activation = Activation.GeluTanh,
            },
            "starcoder2" => common with { RotaryFrequencies = ReadFrequencies(architecture), HasLayerNorm = true },
            "gpt_bigcode" => common with { HasLayerNorm = true },
            _ => throw new EngineException(
                $"The checkpoint {folder} is of the family {FileText.Quote(_family)}, and llama, mistral, qwen2, starcoder2, gpt_bigcode, " +
                "gemma and granite are imported; choose a model of one of these, or a finished ONNX export."),
        };
    }

    private float Number(string name, float otherwise) => (float)(configuration.OptionalNumber(name) ?? otherwise);

    private int? Window(int context)
    {
        bool isOff = _family == "qwen2" && !configuration.Flag("use_sliding_window");
        return !isOff && configuration.OptionalFigure("sliding_window") is { } window && window < context ? window : null;
    }

    private Activation ReadActivation()
    {
        string name = configuration.OptionalText("hidden_act") ?? configuration.OptionalText("activation_function") ?? "silu";
        return name switch
        {
            "silu" or "swish" => Activation.Silu,
            "gelu_pytorch_tanh" or "gelu_new" or "gelu_fast" => Activation.GeluTanh,
            "gelu" => Activation.Gelu,
            _ => throw Unsupported("the activation", name, "silu, gelu and gelu_pytorch_tanh"),
        };
    }

    private double[] ReadFrequencies(ModelArchitecture architecture)
    {
        if (configuration.OptionalNumber("partial_rotary_factor") is { } share and not 1)
            throw Unsupported("the partial_rotary_factor", $"{share}", "1");

        double[] plain = RotaryFrequencies.Plain(architecture.RotaryBase ?? 10_000, architecture.HeadSize);
        JsonElement? scaling = configuration.Object("rope_scaling") ?? configuration.Object("rope_parameters");
        string kind = scaling is not { } named ? "default" : TextOf(named, "rope_type") ?? TextOf(named, "type") ?? "default";
        return kind switch
        {
            "default" => plain,
            "linear" => RotaryFrequencies.Linear(plain, NumberOf("factor")),
            "llama3" => RotaryFrequencies.Llama3(
                plain,
                NumberOf("factor"),
                NumberOf("low_freq_factor"),
                NumberOf("high_freq_factor"),
                NumberOf("original_max_position_embeddings")),
            _ => throw Unsupported("rope_scaling of the kind", kind, "default, linear and llama3"),
        };

        double NumberOf(string name) =>
            scaling!.Value.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0
                ? value.GetDouble()
                : throw Unsupported("rope_scaling without a number", name, $"{kind} with it");
    }

    private static string? TextOf(JsonElement scaling, string name) =>
        scaling.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private EngineException Unsupported(string part, string found, string supported) =>
        new($"The checkpoint {folder} has {part} {FileText.Quote(found)}; supported: {supported}. Choose a model with one of these.");
}
