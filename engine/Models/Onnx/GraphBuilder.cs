using System.Runtime.InteropServices;
using Google.Protobuf;
using static LspCompletion.Engine.Models.Onnx.TensorProto.Types;

namespace LspCompletion.Engine.Models.Onnx;

/// <summary>Puts an ONNX graph together, node by node.</summary>
internal sealed class GraphBuilder(string name)
{
    /// <summary>ONNX Runtime's own operators, which quantised matrices and grouped attention are.</summary>
    public const string Microsoft = "com.microsoft";

    private const int OperatorSet = 17;

    /// <summary>The version of the file format that came with <see cref="OperatorSet"/>.</summary>
    private const int FormatVersion = 8;

    private readonly GraphProto _graph = new() { Name = name };
    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);

    /// <summary>Adds a node with one output, which is named by the graph where no name is given.</summary>
    /// <returns>The output's name.</returns>
    public string Node(
        string operation, string[] inputs, string? output, string domain, params (string Name, object Value)[] attributes)
    {
        string only = output ?? $"{operation}_{_graph.Node.Count}";
        AddNode(operation, inputs, [only], domain, attributes);
        return only;
    }

    /// <summary>Adds a node.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">The names of its inputs; an empty one is left out.</param>
    /// <param name="outputs">The names of its outputs; an empty one is left out.</param>
    /// <param name="domain">Whose operator it is; empty for ONNX's own.</param>
    /// <param name="attributes">Attributes: int, float or int[].</param>
    public void AddNode(
        string operation, string[] inputs, string[] outputs, string domain, params (string Name, object Value)[] attributes)
    {
        NodeProto node = new() { OpType = operation, Domain = domain, Name = $"{operation}_{_graph.Node.Count}" };
        node.Input.Add(inputs);
        node.Output.Add(outputs);
        node.Attribute.Add(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        _graph.Node.Add(node);
    }

    /// <summary>Adds whole numbers as a constant.</summary>
    public string Integers(string constant, ReadOnlySpan<long> values, params long[] shape) =>
        Constant(constant, DataType.Int64, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds 32-bit whole numbers as a constant.</summary>
    public string Integers(string constant, ReadOnlySpan<int> values, params long[] shape) =>
        Constant(constant, DataType.Int32, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Adds a number as a constant of either floating point type.</summary>
    public string Number(string constant, float value, DataType type)
    {
        ReadOnlySpan<Half> half = [(Half)value];
        ReadOnlySpan<float> single = [value];
        return Constant(
            constant, type, type == DataType.Float16 ? MemoryMarshal.AsBytes(half) : MemoryMarshal.AsBytes(single));
    }

    /// <summary>Adds a constant that lies in a file beside the graph.</summary>
    /// <param name="constant">Its name.</param>
    /// <param name="type">The type of its numbers.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where it begins there.</param>
    /// <param name="length">Its bytes.</param>
    public string External(string constant, DataType type, long[] shape, string file, long offset, long length)
    {
        if (!_initializers.Add(constant))
            return constant;

        TensorProto tensor = new() { Name = constant, DataType = (int)type, DataLocation = DataLocation.External };
        tensor.Dims.Add(shape);
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{offset}" });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{length}" });
        _graph.Initializer.Add(tensor);
        return constant;
    }

    /// <summary>Declares an input of the graph; a dimension is a number, or a name where it varies.</summary>
    public string Input(string input, DataType type, params object[] shape)
    {
        _graph.Input.Add(Value(input, type, shape));
        return input;
    }

    /// <summary>Declares an output of the graph.</summary>
    public void Output(string output, DataType type, params object[] shape) => _graph.Output.Add(Value(output, type, shape));

    /// <summary>The graph as it is written to a file.</summary>
    public ModelProto Build()
    {
        ModelProto model = new() { IrVersion = FormatVersion, ProducerName = "lsp-completion", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = OperatorSet });
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Microsoft, Version = 1 });
        return model;
    }

    private string Constant(string constant, DataType type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        if (!_initializers.Add(constant))
            return constant;

        TensorProto tensor = new() { Name = constant, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.Add(shape);
        _graph.Initializer.Add(tensor);
        return constant;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int number:
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                attribute.I = number;
                break;
            case float number:
                attribute.Type = AttributeProto.Types.AttributeType.Float;
                attribute.F = number;
                break;
            case int[] numbers:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.Add(numbers.Select(number => (long)number));
                break;
            default:
                throw new ArgumentException($"{name} is a {value.GetType()}, which no attribute is.", nameof(value));
        }

        return attribute;
    }

    private static ValueInfoProto Value(string name, DataType type, object[] shape)
    {
        TensorShapeProto dimensions = new();
        foreach (object size in shape)
        {
            dimensions.Dim.Add(size is string varying
                ? new TensorShapeProto.Types.Dimension { DimParam = varying }
                : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(size, null) });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } },
        };
    }
}
