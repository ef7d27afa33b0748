using static LspCompletion.Engine.Models.Onnx.TensorProto.Types;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// Writes the form for DirectML, <see cref="Inference.GraphForm.StaticCache"/>: only operators that DirectML computes
/// rightly, with attention spelled out over a cache of fixed capacity, so that it can be extended by any number of tokens.
/// </summary>
/// <param name="description">What is computed.</param>
/// <param name="weights">Where the weights lie.</param>
/// <param name="weightsName">The file that they lie in.</param>
/// <param name="capacity">Tokens that a cache holds.</param>
/// <param name="type">16-bit floating point for DirectML; 32-bit runs on the CPU.</param>
internal sealed class StaticCacheGraph(
    DecoderDescription description, StoredDecoder weights, string weightsName, int capacity, DataType type)
    : DecoderGraph(description, weights, weightsName, type)
{
    private const string Positions = "position_ids";

    /// <summary>What hides a row: finite, as DirectML makes no numbers at all of infinite ones.</summary>
    private const float Hidden = -10_000;

    private static readonly int[] RowsAndHeads = [1, 0, 2];
    private static readonly int[] HeadsOfBatch = [0, 2, 1, 3];

    private readonly int _group = description.Architecture.Heads / description.Architecture.KeyValueHeads;
    private string _mask = "";
    private string _written = "";

    protected override void DeclareInputs()
    {
        Graph.Input(InputIds, DataType.Int64, 1, "k");
        Graph.Input(Positions, DataType.Int64, 1, "k");
        Graph.Input("limit", DataType.Int32, 1, 1, "k", 1);
        Graph.Input("logit_rows", DataType.Int64, "n");
        for (int i = 0; i < Figures.Layers; i++)
        {
            Graph.Input($"past_key_values.{i}.key", Type, 1, Figures.KeyValueHeads, capacity, Figures.HeadSize);
            Graph.Input($"past_key_values.{i}.value", Type, 1, Figures.KeyValueHeads, capacity, Figures.HeadSize);
        }

        // Row i sees the cache's rows below its limit. Queries of a group are rows of their own.
        int[] range = [.. Enumerable.Range(0, capacity)];
        string isSeen = Node("Less", Graph.Integers("range", range, 1, 1, 1, capacity), "limit");
        string mask = Node("Where", isSeen, Number(0), Number(Hidden));
        _mask = _group == 1
            ? mask
            : Graph.Node("Concat", [.. Enumerable.Repeat(mask, _group)], null, "", ("axis", 2));

        long[] zeros = new long[Figures.KeyValueHeads * Figures.HeadSize];
        _written = Node(
            "Add",
            Node("Unsqueeze", Positions, Shape(1, 3)),
            Graph.Integers("zeros", zeros, 1, Figures.KeyValueHeads, 1, Figures.HeadSize));
    }

    protected override void DeclareCacheOutputs()
    {
        for (int i = 0; i < Figures.Layers; i++)
        {
            Graph.Output($"present.{i}.key", Type, 1, Figures.KeyValueHeads, capacity, Figures.HeadSize);
            Graph.Output($"present.{i}.value", Type, 1, Figures.KeyValueHeads, capacity, Figures.HeadSize);
        }
    }

    protected override string Embed()
    {
        StoredMatrix embedding = Weights.Embedding;
        string rows = Node("Gather", Load(embedding.Codes), InputIds);
        if (embedding.Bits == 32)
            return rows;

        string codes = Node("Sub", Cast(rows, Type), Number(128));
        string scales = Node("Unsqueeze", Node("Gather", Load(embedding.Scales!), InputIds), Shape(-1));
        return AddOffsets(embedding, Node("Reshape", Node("Mul", codes, scales), Shape(1, -1, embedding.Columns)));
    }

    protected override string PositionIds() => Positions;

    protected override string Attend(int layer, string normed, StoredLayer weights)
    {
        int size = Figures.HeadSize;
        string keys = Scatter(layer, "key", Turn(Apply(weights.Key, normed), Figures.KeyValueHeads));
        string values = Scatter(layer, "value", Apply(weights.Value, normed));

        // [1, k, heads * size] -> [1, key/value heads, group * k, size]: keys and values needn't be repeated.
        string queries = Node("Reshape", Turn(Apply(weights.Query, normed), Figures.Heads), Shape(-1, Figures.Heads, size));
        queries = Graph.Node("Transpose", [queries], null, "", ("perm", RowsAndHeads));
        queries = Node("Reshape", queries, Shape(1, Figures.KeyValueHeads, -1, size));

        string products = Graph.Node(
            "FusedMatMul", [queries, keys], null, Microsoft, ("alpha", Description.AttentionScale), ("transB", 1));
        string shares = Graph.Node("Softmax", [Node("Add", products, _mask)], null, "", ("axis", -1));
        string attended = Node("Reshape", Node("MatMul", shares, values), Shape(Figures.Heads, -1, size));
        attended = Graph.Node("Transpose", [attended], null, "", ("perm", RowsAndHeads));
        return Node("Reshape", attended, Shape(1, -1, Figures.Heads * size));
    }

    protected override (string Normed, string Sum) AddAndNormalize(string residual, string added, StoredNorm norm)
    {
        string sum = Node("Add", residual, added);
        return (Normalize(sum, norm), sum);
    }

    protected override string SelectRows(string hidden) =>
        Graph.Node("Gather", [hidden, "logit_rows"], null, "", ("axis", 1));

    // Matrices of 8 bits are made full ones once, when the graph is loaded.
    protected override string MultiplyCodes(StoredMatrix matrix, string hidden)
    {
        if (matrix.Bits == 8)
            return MultiplyFull(Full(matrix), hidden);

        StoredTensor scales = matrix.Scales!;
        return Graph.Node(
            "MatMulNBits",
            [hidden, Load(matrix.Codes), Load(scales.As("flat", scales.Shape[0] * scales.Shape[1]))], null, Microsoft,
            ("K", matrix.Columns), ("N", matrix.Rows), ("bits", matrix.Bits), ("block_size", AffineBlocks.Length));
    }

    protected override string Activate(string hidden)
    {
        switch (Description.Activation)
        {
            case Activation.Silu:
                return Node("Mul", hidden, Node("Sigmoid", hidden));
            case Activation.GeluTanh:
                // x (1 + tanh y) / 2 = x * sigmoid(2y), y = sqrt(2 / pi) (x + 0.044715 x^3).
                string cube = Node("Mul", Node("Mul", hidden, hidden), hidden);
                string sum = Node("Add", hidden, Scaled(cube, 0.044715f));
                return Node("Mul", hidden, Node("Sigmoid", Scaled(sum, 2 * MathF.Sqrt(2 / MathF.PI))));
            default:
                string half = Scaled(Node("Add", Node("Erf", Scaled(hidden, 1 / MathF.Sqrt(2))), Number(1)), 0.5f);
                return Node("Mul", hidden, half);
        }
    }

    private string Full(StoredMatrix matrix)
    {
        // Without Load, which would make 16-bit numbers of the scales before they are multiplied.
        string codes = Cast(Load(matrix.Codes), DataType.Float);
        string centred = Node("Sub", codes, Graph.Number("centre", 128, DataType.Float));
        string scaled = Node("Mul", centred, Node("Unsqueeze", LoadStored(matrix.Scales!), Shape(-1)));
        string full = Node("Reshape", scaled, Shape(matrix.Rows, -1));
        if (matrix.Columns % AffineBlocks.Length != 0)
            full = Node("Slice", full, Shape(0), Shape(matrix.Columns), Shape(1));
        return Type == DataType.Float ? full : Cast(full, Type);
    }

    private string Scatter(int layer, string kind, string rows)
    {
        string byHead = Node("Reshape", rows, Shape(1, -1, Figures.KeyValueHeads, Figures.HeadSize));
        byHead = Graph.Node("Transpose", [byHead], null, "", ("perm", HeadsOfBatch));
        return Graph.Node(
            "ScatterElements", [$"past_key_values.{layer}.{kind}", _written, byHead], $"present.{layer}.{kind}", "",
            ("axis", 2));
    }

    private string Turn(string hidden, int heads) => Weights.Cosines is not { } cosines ? hidden : Graph.Node(
        "RotaryEmbedding", [hidden, Positions, Load(cosines), Load(Weights.Sines!)], null, Microsoft,
        ("interleaved", 0), ("num_heads", heads));
}
