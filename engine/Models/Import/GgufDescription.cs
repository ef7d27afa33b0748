namespace LspCompletion.Engine.Models.Import;

/// <summary>Reads from a GGUF file's metadata what its decoder computes.</summary>
internal sealed class GgufDescription(GgufFile file)
{
    private readonly string _architecture = file.Text("general.architecture");

    public DecoderDescription Read()
    {
        string family = FamilyName();
        int hiddenSize = file.Figure(Key("embedding_length"));
        int heads = file.Figure(Key("attention.head_count"));
        int keyValueHeads = file.OptionalFigure(Key("attention.head_count_kv")) ?? heads;
        bool hasLayerNorm = _architecture is "starcoder2" or "starcoder";
        ModelArchitecture figures = new()
        {
            Family = family,
            Layers = file.Figure(Key("block_count")),
            HiddenSize = hiddenSize,
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadSize = file.OptionalFigure(Key("attention.key_length")) ?? hiddenSize / heads,
            FeedForwardSize = file.Figure(Key("feed_forward_length")),
            VocabularySize = VocabularySize(),
            RotaryBase = _architecture == "starcoder" ? null : file.OptionalNumber(Key("rope.freq_base")) ?? 10_000,
        };

        FigureLimits.Check(file.Path, figures);
        int context = file.Figure(Key("context_length"));
        bool isGranite = _architecture == "granite";
        return new DecoderDescription
        {
            Architecture = figures,
            ContextLength = context,
            SlidingWindow = file.OptionalFigure(Key("attention.sliding_window")) is { } window && window < context ? window : null,
            HasLayerNorm = hasLayerNorm,
            NormEpsilon = (float)file.Number(
                Key(hasLayerNorm ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon")),
            Activation = hasLayerNorm || _architecture == "gemma" ? Activation.GeluTanh : Activation.Silu,
            RotaryFrequencies = figures.RotaryBase is { } rotaryBase ? ReadFrequencies(rotaryBase, figures.HeadSize) : null,
            EmbeddingScale = _architecture == "gemma" ? MathF.Sqrt(hiddenSize)
                : isGranite ? Scale("embedding_scale") ?? 1
                : 1,
            ResidualScale = isGranite ? Scale("residual_scale") ?? 1 : 1,
            AttentionScale = isGranite && Scale("attention.scale") is { } scale ? scale : 1 / MathF.Sqrt(figures.HeadSize),
            LogitScale = isGranite ? 1 / (Scale("logit_scale") ?? 1) : 1,
        };
    }

    private string Key(string name) => $"{_architecture}.{name}";

    private float? Scale(string name) => file.OptionalNumber(Key(name)) is { } number and not 0 ? (float)number : null;

    // The metadata needn't say; the tokenizer may have fewer tokens than the embedding has rows.
    private int VocabularySize() => file.Tensors.TryGetValue(GgufWeights.Embedding, out SourceTensor? embedding)
        ? (int)Math.Min(embedding.Rows, int.MaxValue)
        : throw new EngineException($"{file.Path} lacks the tensor {GgufWeights.Embedding}; get the model again.");

    // Mistral is written as llama.
    private string FamilyName() => _architecture switch
    {
        "llama" or "qwen2" or "gemma" or "granite" or "starcoder2" => _architecture,
        "starcoder" => "gpt_bigcode",
        _ => throw new EngineException(
            $"{file.Path} is of the architecture {FileText.Quote(_architecture)}, and llama (with Mistral), qwen2, starcoder2, starcoder, " +
            "gemma and granite are imported; choose a model of one of these."),
    };

    private double[] ReadFrequencies(double rotaryBase, int headSize)
    {
        if (file.OptionalFigure(Key("rope.dimension_count")) is { } size && size != headSize)
        {
            throw new EngineException(
                $"{file.Path} turns {size} of a head's {headSize} numbers by position, and only models that turn all are " +
                "imported; choose another model.");
        }

        double[] plain = RotaryFrequencies.Plain(rotaryBase, headSize);
        string kind = file.OptionalText(Key("rope.scaling.type")) ?? "none";
        plain = kind switch
        {
            "none" => plain,
            "linear" => RotaryFrequencies.Linear(plain, file.Number(Key("rope.scaling.factor"))),
            _ => throw new EngineException(
                $"{file.Path} scales positions by {FileText.Quote(kind)}, and none and linear are supported; choose another model."),
        };

        // Llama 3.1's scaling comes as a factor for each frequency.
        if (!file.Tensors.TryGetValue(GgufWeights.RotaryFactors, out SourceTensor? factors))
            return plain;
        if (factors.Rows * factors.Columns != plain.Length)
            throw new EngineException($"{file.Path}: the tensor {factors.Name} doesn't have {plain.Length} numbers; get the file again.");
        return [.. plain.Zip(new SourceVector(factors, plain.Length).Read(), (frequency, factor) => frequency / factor)];
    }
}
