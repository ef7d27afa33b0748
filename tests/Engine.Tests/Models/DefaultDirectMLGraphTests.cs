using System.Numerics.Tensors;
using Google.Protobuf;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

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
        const int Tokens = 6;
        using ModelSession ofCpu = LoadExactCpu();
        using ModelSession ofStatic = LoadStatic();
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        foreach (int[] prompt in Prompts())
        {
            using IKeyValueCache cpu = ofCpu.CreateCache(256);
            using IKeyValueCache fixedCapacity = ofStatic.CreateCache(256);

            Assert.Equal(Greedy(cpu, prompt, Tokens, run), Greedy(fixedCapacity, prompt, Tokens, run));
        }
    }

    /// <summary>Places in this project's own sources, in the model's own format.</summary>
    private static IEnumerable<int[]> Prompts()
    {
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "tests", "Samples"), "*.cs"),
            .. Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "engine", "Caching"), "*.cs"),
            .. Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "engine", "Tokenization"), "*.cs"),
        ];
        var tokenizer = ModelTokenizer.Load(Path.Combine(DefaultDirectMLGraph.Folder, "tokenizer.json"));
        Assert.True(files.Length >= 10);
        foreach (string file in files.Order(StringComparer.Ordinal).Take(10))
        {
            string text = File.ReadAllText(file);
            foreach (double share in (double[])[0.4, 0.7])
            {
                int cursor = (int)(text.Length * share);
                List<int> ids = [5];
                int start = Math.Max(0, cursor - 160);
                tokenizer.EncodeFragment(text.AsSpan(start, cursor - start), ids);
                yield return [.. ids];
            }
        }
    }

    private static List<int> Greedy(IKeyValueCache cache, int[] prompt, int count, CancellableRun run)
    {
        List<int> tokens = [TensorPrimitives.IndexOfMax(run.Extend(cache, prompt, source: 0, logitRows: 1))];
        while (tokens.Count < count)
            tokens.Add(TensorPrimitives.IndexOfMax(run.Extend(cache, [tokens[^1]], source: 0, logitRows: 1)));
        return tokens;
    }

    // Both in 32-bit arithmetic, in which two orders of adding differ by too little to choose another token.
    private ModelSession LoadExactCpu()
    {
        ModelProto graph = OnnxFile.Read(DefaultDirectMLGraph.CpuPath);
        foreach (AttributeProto level in graph.Graph.Node
            .SelectMany(node => node.Attribute).Where(attribute => attribute.Name == "accuracy_level"))
        {
            level.I = 0;
        }

        string path = _folder["cpu.onnx"];
        using (FileStream stream = File.Create(path))
            graph.WriteTo(stream);
        return ModelSession.Load(path, ExecutionProvider.Cpu, threads: 0, AttentionKind.Causal);
    }

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
