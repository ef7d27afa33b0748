using static LspCompletion.Engine.Models.Onnx.TensorProto.Types;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// Writes the form for the CPU, <see cref="Inference.GraphForm.SharedBuffer"/>: grouped attention that writes keys and
/// values in place, in 32-bit arithmetic around matrices of codes.
/// </summary>
/// <param name="description">What is computed.</param>
/// <param name="weights">Where the weights lie.</param>
/// <param name="weightsName">The file that they lie in.</param>
/// <param name="isExact">Whether what is multiplied by codes stays as it is, instead of being rounded to 8 bits.</param>
internal sealed class SharedBufferGraph(
    DecoderDescription description, StoredDecoder weights, string weightsName, bool isExact)
    : DecoderGraph(description, weights, weightsName, DataType.Float)
{
    private const int RoundedToEightBits = 4;

    protected override void DeclareInputs()
    {
        Graph.Input(InputIds, DataType.Int64, 1, "sequence");
        Graph.Input("seqlens_k", DataType.Int32, 1);
        Graph.Input("total_sequence_length", DataType.Int32);
        Graph.Input("logits_from", DataType.Int64, 1);
        for (int i = 0; i < Figures.Layers; i++)
        {
            Graph.Input($"past_key_values.{i}.key", DataType.Float, 1, Figures.KeyValueHeads, "capacity", Figures.HeadSize);
            Graph.Input($"past_key_values.{i}.value", DataType.Float, 1, Figures.KeyValueHeads, "capacity", Figures.HeadSize);
        }
    }

    protected override void DeclareCacheOutputs()
    {
        for (int i = 0; i < Figures.Layers; i++)
        {
            Graph.Output($"present.{i}.key", DataType.Float, 1, Figures.KeyValueHeads, "capacity", Figures.HeadSize);
            Graph.Output($"present.{i}.value", DataType.Float, 1, Figures.KeyValueHeads, "capacity", Figures.HeadSize);
        }
    }

    protected override string Embed()
    {
        StoredMatrix embedding = Weights.Embedding;
        if (embedding.Bits == 32)
            return Node("Gather", Load(embedding.Codes), InputIds);

        // The same bytes as the head's, in the shape that this operator wants.
        string codes = Load(embedding.Codes.As("rows", embedding.Rows, embedding.Codes.Length / embedding.Rows));
        string rows = Graph.Node(
            "GatherBlockQuantized", [codes, InputIds, Load(embedding.Scales!)], null, Microsoft,
            ("bits", embedding.Bits), ("block_size", AffineBlocks.Length), ("gather_axis", 0), ("quantize_axis", 1));
        return AddOffsets(embedding, rows);
    }

    // The last of them is the last of all.
    protected override string PositionIds()
    {
        string count = Node("Gather", Node("Shape", InputIds), Graph.Integers("one", (ReadOnlySpan<long>)[1]));
        string total = Cast("total_sequence_length", DataType.Int64);
        return Node("Range", Node("Sub", total, count), total, "one");
    }

    protected override string Attend(int layer, string normed, StoredLayer weights)
    {
        string packed = weights.Packed is { } all
            ? Apply(all, normed)
            : Graph.Node(
                "Concat", [Apply(weights.Query, normed), Apply(weights.Key, normed), Apply(weights.Value, normed)], null, "",
                ("axis", -1));
        bool isRotary = Weights.Cosines is not null;
        string[] inputs =
        [
            packed, "", "", $"past_key_values.{layer}.key", $"past_key_values.{layer}.value",
            "seqlens_k", "total_sequence_length",
            .. isRotary ? [Load(Weights.Cosines!), Load(Weights.Sines!)] : Array.Empty<string>(),
        ];
        string attended = $"attention_{layer}";
        Graph.AddNode(
            "GroupQueryAttention", inputs, [attended, $"present.{layer}.key", $"present.{layer}.value"], Microsoft,
            ("num_heads", Figures.Heads), ("kv_num_heads", Figures.KeyValueHeads), ("scale", Description.AttentionScale),
            ("do_rotary", isRotary ? 1 : 0), ("rotary_interleaved", 0), ("local_window_size", -1));
        return attended;
    }

    protected override (string Normed, string Sum) AddAndNormalize(string residual, string added, StoredNorm norm)
    {
        string normed = $"{norm.Weight.Name}.out";
        string sum = $"{norm.Weight.Name}.sum";
        string[] inputs = norm.Bias is { } bias
            ? [residual, added, Load(norm.Weight), Load(bias)]
            : [residual, added, Load(norm.Weight)];
        Graph.AddNode(
            norm.Bias is null ? "SkipSimplifiedLayerNormalization" : "SkipLayerNormalization",
            inputs, [normed, "", "", sum], Microsoft, ("epsilon", Description.NormEpsilon));
        return (normed, sum);
    }

    protected override string SelectRows(string hidden) =>
        Node("Slice", hidden, "logits_from", Shape(int.MaxValue), Shape(1));

    protected override string MultiplyCodes(StoredMatrix matrix, string hidden) => Graph.Node(
        "MatMulNBits", [hidden, Load(matrix.Codes), Load(Flat(matrix.Scales!))], null, Microsoft,
        ("K", matrix.Columns), ("N", matrix.Rows), ("bits", matrix.Bits), ("block_size", AffineBlocks.Length),
        ("accuracy_level", isExact ? 0 : RoundedToEightBits));

    protected override string Activate(string hidden) => Description.Activation switch
    {
        Activation.Silu => Graph.Node("QuickGelu", [hidden], null, Microsoft, ("alpha", 1f)),
        Activation.GeluTanh => Graph.Node("FastGelu", [hidden], null, Microsoft),
        _ => Graph.Node("Gelu", [hidden], null, Microsoft),
    };

    private static StoredTensor Flat(StoredTensor scales) => scales.As("flat", scales.Shape[0] * scales.Shape[1]);
}
