using LspCompletion.Engine.Models.Onnx;
using static LspCompletion.Engine.Models.Onnx.TensorProto.Types;

namespace LspCompletion.Engine.Models.Import;

/// <summary>Writes a decoder as an ONNX graph: what both graph forms have in common.</summary>
/// <param name="description">What is computed.</param>
/// <param name="weights">Where the weights lie.</param>
/// <param name="weightsName">The file that they lie in, beside the graph.</param>
/// <param name="type">The type that is computed in: 16-bit or 32-bit floating point.</param>
internal abstract class DecoderGraph(
    DecoderDescription description, StoredDecoder weights, string weightsName, DataType type)
{
    private readonly HashSet<string> _cast = new(StringComparer.Ordinal);

    protected const string InputIds = "input_ids";
    protected const string Microsoft = GraphBuilder.Microsoft;

    protected GraphBuilder Graph { get; } = new("decoder");

    protected DecoderDescription Description => description;

    protected ModelArchitecture Figures => description.Architecture;

    protected StoredDecoder Weights => weights;

    protected DataType Type => type;

    /// <summary>Writes the graph.</summary>
    public ModelProto Build()
    {
        DeclareInputs();
        string residual = Scaled(Embed(), description.EmbeddingScale);
        if (weights.Positions is { } positions)
            residual = Node("Add", residual, Node("Gather", Load(positions), PositionIds()));

        string normed = Normalize(residual, weights.Layers[0].AttentionNorm);
        for (int i = 0; i < weights.Layers.Count; i++)
        {
            StoredLayer layer = weights.Layers[i];
            string attended = Apply(layer.Output, Attend(i, normed, layer));
            (normed, residual) = AddAndNormalize(residual, Scaled(attended, description.ResidualScale), layer.FeedForwardNorm);
            string fed = Scaled(FeedForward(normed, layer), description.ResidualScale);
            StoredNorm next = i + 1 < weights.Layers.Count ? weights.Layers[i + 1].AttentionNorm : weights.FinalNorm;
            (normed, residual) = AddAndNormalize(residual, fed, next);
        }

        string logits = Scaled(Multiply(weights.Head, SelectRows(normed)), description.LogitScale);
        Graph.Node("Cast", [logits], "logits", "", ("to", (int)DataType.Float));
        Graph.Output("logits", DataType.Float, 1, "rows", Figures.VocabularySize);
        DeclareCacheOutputs();
        return Graph.Build();
    }

    /// <summary>Declares what besides keys and values goes in, and computes what all layers use.</summary>
    protected abstract void DeclareInputs();

    /// <summary>Declares the keys and values that come out.</summary>
    protected abstract void DeclareCacheOutputs();

    /// <summary>The rows of the embedding for the tokens.</summary>
    protected abstract string Embed();

    /// <summary>The positions of the tokens.</summary>
    protected abstract string PositionIds();

    /// <summary>The attention of one layer, without the map behind it.</summary>
    protected abstract string Attend(int layer, string normed, StoredLayer weights);

    /// <summary>The sum, and what a norm makes of it.</summary>
    protected abstract (string Normed, string Sum) AddAndNormalize(string residual, string added, StoredNorm norm);

    /// <summary>The rows whose logits are wanted.</summary>
    protected abstract string SelectRows(string hidden);

    /// <summary>A matrix of codes times the hidden numbers, without the blocks' offsets.</summary>
    protected abstract string MultiplyCodes(StoredMatrix matrix, string hidden);

    /// <summary>An activation in the operators that the form can use.</summary>
    protected abstract string Activate(string hidden);

    /// <summary>A constant out of the file of weights, in the type that is computed in.</summary>
    protected string Load(StoredTensor tensor)
    {
        string stored = LoadStored(tensor);
        return type == DataType.Float16 && tensor.Type == DataType.Float ? CastOnce(stored) : stored;
    }

    /// <summary>A constant out of the file of weights, in the type that it has there.</summary>
    protected string LoadStored(StoredTensor tensor) =>
        Graph.External(tensor.Name, tensor.Type, tensor.Shape, weightsName, tensor.Offset, tensor.Length);

    /// <summary>A node of ONNX's own without attributes.</summary>
    protected string Node(string operation, params string[] inputs) => Graph.Node(operation, inputs, null, "");

    /// <summary>Numbers of another type.</summary>
    protected string Cast(string numbers, DataType to) => Graph.Node("Cast", [numbers], null, "", ("to", (int)to));

    /// <summary>A norm.</summary>
    /// <remarks>
    /// Always in 32 bits. A model puts thousands into some numbers of the first token's, and the mean of their squares is
    /// beyond 16 bits, in which DirectML keeps it.
    /// </remarks>
    protected string Normalize(string hidden, StoredNorm norm)
    {
        string wide = type == DataType.Float ? hidden : Cast(hidden, DataType.Float);
        string normed = norm.Bias is { } bias
            ? Graph.Node(
                "LayerNormalization", [wide, LoadStored(norm.Weight), LoadStored(bias)], null, "",
                ("axis", -1), ("epsilon", description.NormEpsilon))
            : Graph.Node(
                "SimplifiedLayerNormalization", [wide, LoadStored(norm.Weight)], null, "",
                ("axis", -1), ("epsilon", description.NormEpsilon), ("stash_type", 1));
        return type == DataType.Float ? normed : Cast(normed, type);
    }

    /// <summary>A linear map.</summary>
    protected string Apply(StoredLinear linear, string hidden)
    {
        string product = Multiply(linear.Weight, hidden);
        return linear.Bias is { } bias ? Node("Add", product, Load(bias)) : product;
    }

    /// <summary>The product with a number, where it isn't 1.</summary>
    protected string Scaled(string hidden, float factor) =>
        factor == 1 ? hidden : Node("Mul", hidden, Number(factor));

    /// <summary>A number as a constant.</summary>
    protected string Number(float value) => Graph.Number($"number_{value:R}", value, type);

    /// <summary>Whole numbers as a constant, such as a shape.</summary>
    protected string Shape(params long[] values) => Graph.Integers($"integers_{string.Join('_', values)}", values, values.Length);

    /// <summary>Rows of the embedding for the tokens, to which the offsets of their blocks are added.</summary>
    protected string AddOffsets(StoredMatrix matrix, string numbers)
    {
        if (matrix.Offsets is not { } offsets)
            return numbers;

        string blocks = Node("Reshape", numbers, Shape(1, -1, matrix.Blocks, AffineBlocks.Length));
        string added = Node("Unsqueeze", Node("Gather", Load(offsets), InputIds), Shape(-1));
        return Node("Reshape", Node("Add", blocks, added), Shape(1, -1, matrix.Columns));
    }

    /// <summary>A full matrix, <c>[rows, columns]</c>, times the hidden numbers.</summary>
    protected string MultiplyFull(string matrix, string hidden) =>
        Graph.Node("FusedMatMul", [hidden, matrix], null, Microsoft, ("transB", 1));

    private string FeedForward(string normed, StoredLayer layer)
    {
        string up = Apply(layer.Up, normed);
        string activated = layer.Gate is { } gate
            ? Node("Mul", Activate(Apply(gate, normed)), up)
            : Activate(up);
        return Apply(layer.Down, activated);
    }

    // With offsets, the numbers of a block are multiplied by its scale and code, and their sum by its offset.
    private string Multiply(StoredMatrix matrix, string hidden)
    {
        if (matrix.Bits == 32)
            return MultiplyFull(Load(matrix.Codes), hidden);

        string product = MultiplyCodes(matrix, hidden);
        if (matrix.Offsets is not { } offsets)
            return product;

        string blocks = Node("Reshape", hidden, Shape(1, -1, matrix.Blocks, AffineBlocks.Length));
        string sums = Graph.Node("ReduceSum", [blocks, Shape(-1)], null, "", ("keepdims", 0));
        return Node("Add", product, MultiplyFull(Load(offsets), sums));
    }

    private string CastOnce(string stored)
    {
        string cast = $"{stored}.fp16";
        if (_cast.Add(cast))
            Graph.Node("Cast", [stored], cast, "", ("to", (int)DataType.Float16));
        return cast;
    }
}
