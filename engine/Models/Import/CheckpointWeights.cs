namespace LspCompletion.Engine.Models.Import;

/// <summary>Finds a checkpoint's tensors by the names that each family gives them.</summary>
internal sealed class CheckpointWeights(
    string folder,
    IReadOnlyDictionary<string, SourceTensor> tensors,
    DecoderDescription description,
    TransformersConfiguration configuration)
{
    private readonly TensorCatalogue _catalogue = new(folder, tensors);
    private readonly ModelArchitecture _figures = description.Architecture;

    public SourceDecoder Read()
    {
        bool isBigCode = _figures.Family == "gpt_bigcode";
        string embedding = isBigCode ? "transformer.wte.weight" : "model.embed_tokens.weight";
        bool isTied = configuration.OptionalFlag("tie_word_embeddings") ?? !_catalogue.Has("lm_head.weight");
        SourceDecoder decoder = new()
        {
            Embedding = _catalogue.Matrix(embedding, _figures.VocabularySize, _figures.HiddenSize),
            Positions = isBigCode
                ? _catalogue.Matrix(
                    "transformer.wpe.weight", configuration.Figure("n_positions", "max_position_embeddings"), _figures.HiddenSize)
                : null,
            Layers = [.. Enumerable.Range(0, _figures.Layers).Select(i => isBigCode ? BigCodeLayer(i) : Layer(i))],
            FinalNorm = Norm(isBigCode ? "transformer.ln_f" : "model.norm"),
            Head = isTied ? null : _catalogue.Matrix("lm_head.weight", _figures.VocabularySize, _figures.HiddenSize),
        };

        // What code computes from the configuration, and a head that is the embedding once more.
        _catalogue.RefuseUnused(name =>
            name == "lm_head.weight"
            || name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)
            || name.EndsWith(".attn.bias", StringComparison.Ordinal)
            || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal));
        return decoder;
    }

    private SourceLayer Layer(int index)
    {
        string layer = $"model.layers.{index}";
        int queries = _figures.Heads * _figures.HeadSize;
        int keys = _figures.KeyValueHeads * _figures.HeadSize;
        bool isPlain = _figures.Family == "starcoder2";
        return new SourceLayer
        {
            AttentionNorm = Norm($"{layer}.input_layernorm"),
            Query = _catalogue.Linear($"{layer}.self_attn.q_proj", queries, _figures.HiddenSize),
            Key = _catalogue.Linear($"{layer}.self_attn.k_proj", keys, _figures.HiddenSize),
            Value = _catalogue.Linear($"{layer}.self_attn.v_proj", keys, _figures.HiddenSize),
            Output = _catalogue.Linear($"{layer}.self_attn.o_proj", _figures.HiddenSize, queries),
            FeedForwardNorm = Norm($"{layer}.post_attention_layernorm"),
            Gate = isPlain ? null : _catalogue.Linear($"{layer}.mlp.gate_proj", _figures.FeedForwardSize, _figures.HiddenSize),
            Up = _catalogue.Linear(
                $"{layer}.mlp.{(isPlain ? "c_fc" : "up_proj")}", _figures.FeedForwardSize, _figures.HiddenSize),
            Down = _catalogue.Linear(
                $"{layer}.mlp.{(isPlain ? "c_proj" : "down_proj")}", _figures.HiddenSize, _figures.FeedForwardSize),
        };
    }

    private SourceLayer BigCodeLayer(int index)
    {
        string layer = $"transformer.h.{index}";
        int keys = _figures.KeyValueHeads * _figures.HeadSize;
        SourceLinear packed = _catalogue.Linear(
            $"{layer}.attn.c_attn", _figures.HiddenSize + (2 * keys), _figures.HiddenSize);
        return new SourceLayer
        {
            AttentionNorm = Norm($"{layer}.ln_1"),
            Query = Part(packed, part: 0, _figures.HiddenSize),
            Key = Part(packed, part: 1, keys),
            Value = Part(packed, part: 2, keys),
            Output = _catalogue.Linear($"{layer}.attn.c_proj", _figures.HiddenSize, _figures.HiddenSize),
            FeedForwardNorm = Norm($"{layer}.ln_2"),
            Up = _catalogue.Linear($"{layer}.mlp.c_fc", _figures.FeedForwardSize, _figures.HiddenSize),
            Down = _catalogue.Linear($"{layer}.mlp.c_proj", _figures.HiddenSize, _figures.FeedForwardSize),
        };
    }

    // With one key/value head queries, keys and values follow each other; with as many as query heads, head by head.
    private SourceLinear Part(SourceLinear packed, int part, int rows)
    {
        int size = _figures.HeadSize;
        int before = part == 0 ? 0 : _figures.HiddenSize + ((part - 1) * size);
        Func<int, int> order = _figures.KeyValueHeads == 1
            ? row => before + row
            : row => (((row / size * 3) + part) * size) + (row % size);
        return new SourceLinear(
            packed.Weight.Select(rows, order), packed.Bias is { } bias ? bias with { Length = rows, Order = order } : null);
    }

    // Gemma stores what its norms multiply by less one.
    private SourceNorm Norm(string name)
    {
        float added = _figures.Family == "gemma" ? 1 : 0;
        return new SourceNorm(
            _catalogue.Vector($"{name}.weight", _figures.HiddenSize) with { Added = added },
            description.HasLayerNorm ? _catalogue.Vector($"{name}.bias", _figures.HiddenSize) : null);
    }
}
