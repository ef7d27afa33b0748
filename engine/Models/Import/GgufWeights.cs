namespace LspCompletion.Engine.Models.Import;

/// <summary>Finds a GGUF file's tensors.</summary>
internal sealed class GgufWeights(GgufFile file, DecoderDescription description)
{
    /// <summary>The factors that rotary frequencies are divided by.</summary>
    public const string RotaryFactors = "rope_freqs.weight";

    /// <summary>A row for each token.</summary>
    public const string Embedding = "token_embd.weight";

    private readonly TensorCatalogue _catalogue = new(file.Path, file.Tensors);
    private readonly ModelArchitecture _figures = description.Architecture;

    public SourceDecoder Read()
    {
        SourceDecoder decoder = new()
        {
            Embedding = _catalogue.Matrix(Embedding, _figures.VocabularySize, _figures.HiddenSize),
            Positions = description.RotaryFrequencies is null
                ? _catalogue.Matrix("position_embd.weight", description.ContextLength, _figures.HiddenSize)
                : null,
            Layers = [.. Enumerable.Range(0, _figures.Layers).Select(Layer)],
            FinalNorm = Norm("output_norm"),
            Head = _catalogue.Has("output.weight")
                ? _catalogue.Matrix("output.weight", _figures.VocabularySize, _figures.HiddenSize)
                : null,
        };
        _catalogue.RefuseUnused(name => name == RotaryFactors);
        return decoder;
    }

    private SourceLayer Layer(int index)
    {
        string layer = $"blk.{index}";
        int queries = _figures.Heads * _figures.HeadSize;
        int keys = _figures.KeyValueHeads * _figures.HeadSize;
        (SourceLinear query, SourceLinear key, SourceLinear value) = _figures.Family == "gpt_bigcode"
            ? Packed($"{layer}.attn_qkv", queries, keys)
            : (_catalogue.Linear($"{layer}.attn_q", queries, _figures.HiddenSize),
                _catalogue.Linear($"{layer}.attn_k", keys, _figures.HiddenSize),
                _catalogue.Linear($"{layer}.attn_v", keys, _figures.HiddenSize));
        return new SourceLayer
        {
            AttentionNorm = Norm($"{layer}.attn_norm"),
            Query = InHalves(query, queries),
            Key = InHalves(key, keys),
            Value = value,
            Output = _catalogue.Linear($"{layer}.attn_output", _figures.HiddenSize, queries),
            FeedForwardNorm = Norm($"{layer}.ffn_norm"),
            Gate = _catalogue.Has($"{layer}.ffn_gate.weight")
                ? _catalogue.Linear($"{layer}.ffn_gate", _figures.FeedForwardSize, _figures.HiddenSize)
                : null,
            Up = _catalogue.Linear($"{layer}.ffn_up", _figures.FeedForwardSize, _figures.HiddenSize),
            Down = _catalogue.Linear($"{layer}.ffn_down", _figures.HiddenSize, _figures.FeedForwardSize),
        };
    }

    private (SourceLinear Query, SourceLinear Key, SourceLinear Value) Packed(string name, int queries, int keys)
    {
        SourceLinear packed = _catalogue.Linear(name, queries + (2 * keys), _figures.HiddenSize);
        return (Part(0, queries), Part(queries, keys), Part(queries + keys, keys));

        SourceLinear Part(int before, int rows) => new(
            packed.Weight.Select(rows, row => before + row),
            packed.Bias is { } bias ? bias with { Length = rows, Order = row => before + row } : null);
    }

    /// <summary>
    /// llama.cpp turns neighbouring numbers of llama's and granite's heads, where Hugging Face and ONNX Runtime turn a
    /// number of the first half with one of the second; its converter reorders rows for that, and this puts them back.
    /// </summary>
    private SourceLinear InHalves(SourceLinear linear, int rows)
    {
        if (_figures.Family is not ("llama" or "granite"))
            return linear;

        int half = _figures.HeadSize / 2;
        return new SourceLinear(
            linear.Weight.Select(rows, Interleaved),
            linear.Bias is { } bias ? bias with { Order = Interleaved } : null);

        int Interleaved(int row)
        {
            int inHead = row % _figures.HeadSize;
            return row - inHead + (inHead % half * 2) + (inHead / half);
        }
    }

    private SourceNorm Norm(string name) => new(
        _catalogue.Vector($"{name}.weight", _figures.HiddenSize),
        description.HasLayerNorm ? _catalogue.Vector($"{name}.bias", _figures.HiddenSize) : null);
}
