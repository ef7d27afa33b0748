using Google.Protobuf;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Onnx;

namespace LspCompletion.Engine.Tests.Models;

/// <summary>The default model's graph for DirectML: what it is made of, and that it answers as the one for the CPU.</summary>
public sealed class DefaultDirectMLGraphTests : IDisposable
{
    private const int Capacity = 2048;

    /// <summary>To be set when the graph has to be written anew.</summary>
    private const string WriteVariable = "LSP_COMPLETION_WRITE_GRAPH";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_what_the_weights_in_the_graph_for_the_CPU_give()
    {
        ModelProto expected = DefaultDirectMLGraph.Build(Capacity, TensorProto.Types.DataType.Float16);
        ModelDirectory model = ModelDirectory.Open(DefaultDirectMLGraph.Folder);
        string path = model.PathOf("model.directml.onnx");
        if (Environment.GetEnvironmentVariable(WriteVariable) is not null)
            File.WriteAllBytes(path, expected.ToByteArray());

        Assert.Equal(expected, OnnxFile.Read(path));
        Assert.Equal("model.directml.onnx", model.GraphFor(ExecutionProvider.DirectML).File);
        Assert.Equal(GraphForm.StaticCache, model.GraphFor(ExecutionProvider.DirectML).Form);
    }

    [Fact]
    public void Its_greedy_text_is_that_of_the_CPU_on_twenty_prompts()
    {
        using ModelSession ofCpu = DefaultPrompts.LoadExactCpu(_folder);
        using ModelSession ofStatic = LoadStatic();

        foreach (int[] prompt in DefaultPrompts.Twenty())
            Assert.Equal(DefaultPrompts.Greedy(ofCpu, prompt), DefaultPrompts.Greedy(ofStatic, prompt));
    }

    /// <summary>
    /// DirectML keeps the mean of squares in the type of the numbers. Sixteen bits end at 65504, and this model's first
    /// token goes far beyond that.
    /// </summary>
    [Fact]
    public void Its_norms_are_computed_in_32_bits()
    {
        ModelProto graph = OnnxFile.Read(Path.Combine(DefaultDirectMLGraph.Folder, "model.directml.onnx"));
        var makers = graph.Graph.Node.SelectMany(node => node.Output.Select(output => (output, node))).ToDictionary();
        NodeProto[] norms = [.. graph.Graph.Node.Where(node => node.OpType == "SimplifiedLayerNormalization")];

        Assert.Equal(61, norms.Length);
        Assert.All(norms, norm =>
        {
            NodeProto cast = makers[norm.Input[0]];
            Assert.Equal("Cast", cast.OpType);
            Assert.Equal((long)TensorProto.Types.DataType.Float, Assert.Single(cast.Attribute).I);
        });
    }

    // In 32-bit arithmetic, too.
    private ModelSession LoadStatic()
    {
        ModelProto graph = DefaultDirectMLGraph.Build(capacity: 256, TensorProto.Types.DataType.Float);
        string path = _folder["static.onnx"];
        using (FileStream stream = File.Create(path))
            graph.WriteTo(stream);
        File.Copy(DefaultDirectMLGraph.CpuPath, _folder["model.onnx"]);
        return ModelSession.Load(path, ExecutionProvider.Cpu, threads: 0, AttentionKind.Causal);
    }
}
