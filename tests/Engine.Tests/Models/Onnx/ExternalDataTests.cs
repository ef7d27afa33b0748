using Google.Protobuf;
using LspCompletion.Engine.Models.Onnx;

namespace LspCompletion.Engine.Tests.Models.Onnx;

public sealed class ExternalDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_found_wherever_in_a_graph_a_tensor_may_lie()
    {
        GraphProto inner = new();
        inner.Initializer.Add(Tensor("in a branch"));
        NodeProto branching = new();
        branching.Attribute.Add(new AttributeProto { G = inner });
        branching.Attribute.Add(new AttributeProto { T = Tensor("in an attribute"), Tensors = { Tensor("in a list") } });
        branching.Attribute.Add(new AttributeProto { Graphs = { new GraphProto { Initializer = { Tensor("in a list of graphs") } } } });
        ModelProto model = new() { Graph = new GraphProto { Node = { branching }, Initializer = { Tensor("among the weights"), Tensor("among the weights") } } };

        // Sparse tensors, functions, and the graphs of a training, none of which a decoder has.
        byte[] sparse = Field(22, Field(1, Tensor("sparse").ToByteArray()));
        byte[] function = Field(7, Field(5, sparse));
        byte[] training = Field(2, Field(15, Field(2, Tensor("sparse in a training").ToByteArray())));
        byte[] file = [.. model.ToByteArray(), .. Field(25, function), .. Field(20, training)];

        Assert.Equal(
            [
                "among the weights", "in a branch", "in a list", "in a list of graphs", "in an attribute", "sparse", "sparse in a training",
            ],
            Find(file).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_field_that_stands_twice_hides_nothing()
    {
        byte[] entry = [.. Field(1, "location"u8), .. Field(2, "first"u8), .. Field(2, "second"u8), .. Field(1, "other"u8)];

        Assert.Equal(["first", "second"], Find(Field(7, Field(5, Field(13, entry)))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("0A")] // ends behind a field's name
    [InlineData("0AFF01")] // is shorter than it says
    [InlineData("0AFFFFFFFFFFFFFFFFFF01")] // says more than there is anywhere
    [InlineData("0B0C")] // a group
    [InlineData("0200")] // no field
    [InlineData("08FFFFFFFFFFFFFFFFFFFF01")] // no number
    [InlineData("3A080AFF")] // the graph is longer than the file
    public void A_file_that_is_not_wholly_understood_is_refused(string bytes)
    {
        EngineException exception = Assert.Throws<EngineException>(() => Find(Convert.FromHexString(bytes)));

        Assert.Contains("is no ONNX graph", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_in_a_graph_in_a_graph_is_refused_at_some_depth()
    {
        byte[] graph = [];
        for (int depth = 0; depth < 200; depth++)
            graph = Field(1, Field(5, Field(6, graph)));

        Assert.Throws<EngineException>(() => Find(Field(7, graph)));
    }

    [Fact]
    public void Weights_are_skipped_and_not_read()
    {
        // Ten gigabytes of nothing, which no disk has to hold.
        byte[] head = [0x3A, .. Number(4_000_000_100), 0x2A, .. Number(4_000_000_000), 0x4A, .. Number(3_999_999_000)];
        string path = _folder["large.onnx"];
        using (FileStream file = File.Create(path))
        {
            file.Write(head);
            file.SetLength(file.Position + 4_000_000_100);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<EngineException>(() => ExternalData.In(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    private static TensorProto Tensor(string file) => new()
    {
        ExternalData =
        {
            new StringStringEntryProto { Key = "location", Value = file },
            new StringStringEntryProto { Key = "offset", Value = "0" },
        },
    };

    private static byte[] Field(int number, ReadOnlySpan<byte> content) =>
        [.. Number((number << 3) | 2), .. Number(content.Length), .. content];

    private static byte[] Number(long value)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream coded = new(stream, leaveOpen: true))
            coded.WriteInt64(value);
        return stream.ToArray();
    }

    private IReadOnlyCollection<string> Find(byte[] file)
    {
        File.WriteAllBytes(_folder["graph.onnx"], file);
        return ExternalData.In(_folder["graph.onnx"]);
    }
}
