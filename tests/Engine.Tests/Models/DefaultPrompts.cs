using System.Numerics.Tensors;
using Google.Protobuf;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models;

/// <summary>Prompts by which the default model's graphs are compared, and what the graph for the CPU is to be compared as.</summary>
internal static class DefaultPrompts
{
    /// <summary>How many tokens are written.</summary>
    public const int Tokens = 6;

    private const int Capacity = 256;

    /// <summary>Places in this project's own sources, in the model's own format, of about fifty tokens each.</summary>
    public static IEnumerable<int[]> Twenty()
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

    /// <summary>What a model writes behind a prompt: the likeliest token each time.</summary>
    public static List<int> Greedy(ModelSession model, int[] prompt)
    {
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        using IKeyValueCache cache = model.CreateCache(Capacity);
        List<int> tokens = [TensorPrimitives.IndexOfMax(run.Extend(cache, prompt, source: 0, logitRows: 1))];
        while (tokens.Count < Tokens)
            tokens.Add(TensorPrimitives.IndexOfMax(run.Extend(cache, [tokens[^1]], source: 0, logitRows: 1)));
        return tokens;
    }

    /// <summary>
    /// The graph for the CPU without rounding to 8 bits: in 32-bit arithmetic, two orders of adding differ by too little to
    /// choose another token.
    /// </summary>
    public static ModelSession LoadExactCpu(TemporaryFolder folder)
    {
        ModelProto graph = OnnxFile.Read(DefaultDirectMLGraph.CpuPath);
        foreach (AttributeProto level in graph.Graph.Node
            .SelectMany(node => node.Attribute).Where(attribute => attribute.Name == "accuracy_level"))
        {
            level.I = 0;
        }

        string path = folder["cpu.onnx"];
        using (FileStream stream = File.Create(path))
            graph.WriteTo(stream);
        return ModelSession.Load(path, ExecutionProvider.Cpu, threads: 0, AttentionKind.Causal);
    }
}
