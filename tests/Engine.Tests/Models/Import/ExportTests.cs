using Google.Protobuf;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Import;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("llama", "")]
    [InlineData("gpt_bigcode", "onnx")]
    public void An_export_of_Optimum_is_taken_over_with_a_manifest(string family, string graphFolder)
    {
        string export = _folder[family];
        Directory.CreateDirectory(Path.Combine(export, graphFolder));
        string fixture = RepositoryPaths.Fixture("models", "optimum", family);
        File.Copy(Path.Combine(fixture, "model.onnx"), Path.Combine(export, graphFolder, "model.onnx"));
        File.Copy(Path.Combine(fixture, "config.json"), Path.Combine(export, "config.json"));
        File.WriteAllText(Path.Combine(export, "tokenizer.json"), AsciiTokenizer.Json());
        File.WriteAllText(Path.Combine(export, "README.md"), "---\nlanguage: en\nlicense: apache-2.0\n---\n# A model\n");
        File.WriteAllText(Path.Combine(export, "LICENSE"), "The terms.");

        ModelDirectory model = ImportedModel.Import(_folder, export);

        AssertWorks(model, family);
        Assert.Equal(new ModelLicence("apache-2.0", "LICENSE"), model.Manifest.Licence);
    }

    [Fact]
    public void An_export_of_onnxruntime_genai_is_taken_over_with_its_weights_beside_it()
    {
        string export = WriteGenaiExport("qwen2");

        ModelDirectory model = ImportedModel.Import(_folder, export);

        AssertWorks(model, "qwen2");
        Assert.Contains(model.Manifest.Files, file => file.Path == "weights.bin");
        Assert.Equal(128, model.Manifest.ContextLength);
        Assert.Equal([0, 7], model.Manifest.StopTokenIds);
    }

    [Fact]
    public void A_graph_whose_weights_lie_elsewhere_is_refused()
    {
        string export = WriteGenaiExport("qwen2");
        string graph = Path.Combine(export, "model.onnx");
        ModelProto proto = OnnxFile.Read(graph);
        foreach (StringStringEntryProto entry in proto.Graph.Initializer.SelectMany(tensor => tensor.ExternalData))
        {
            if (entry.Key == "location")
                entry.Value = "../weights.bin";
        }

        File.WriteAllBytes(graph, proto.ToByteArray());
        File.Copy(Path.Combine(export, "weights.bin"), _folder["weights.bin"]);

        Hostile.AssertRefused(_folder, export, "weights");
    }

    [Fact]
    public void A_folder_without_a_model_is_refused_with_what_is_looked_for()
    {
        Directory.CreateDirectory(_folder["empty"]);

        Hostile.AssertRefused(_folder, _folder["empty"], "holds no model", "config.json");
    }

    private static void AssertWorks(ModelDirectory model, string family)
    {
        new ModelVerification(cacheFolder: null, TimeProvider.System)
            .Verify(model, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(GraphForm.Concatenating, model.GraphFor(ExecutionProvider.Cpu).Form);
        using ModelSession session = ImportedModel.Load(model);
        Assert.True(ImportedModel.Compare(session, ImportedModel.Golden(family)).Difference <= 1e-3f);
    }

    /// <summary>
    /// The form for the CPU as onnxruntime-genai's model builder wires it: an attention mask, from which the graph counts
    /// for its attention how much there is, and keys and values that grow.
    /// </summary>
    private string WriteGenaiExport(string family)
    {
        ModelDirectory imported = ImportedModel.Import(
            _folder, ImportedModel.CopyCheckpoint(_folder, family), WeightPrecision.Full);
        string export = _folder["genai"];
        Directory.CreateDirectory(export);
        ModelProto model = OnnxFile.Read(imported.PathOf(imported.GraphFor(ExecutionProvider.Cpu).File));
        GraphProto graph = model.Graph;
        foreach (string name in (string[])["seqlens_k", "total_sequence_length", "logits_from"])
            graph.Input.Remove(graph.Input.Single(input => input.Name == name));

        GraphBuilder added = new("added");
        added.Input("attention_mask", TensorProto.Types.DataType.Int64, 1, "total");
        added.Integers("logits_from", (ReadOnlySpan<long>)[0], 1);
        added.Integers("one_of_mask", (ReadOnlySpan<long>)[1]);
        added.Integers("axis_of_mask", (ReadOnlySpan<long>)[1], 1);
        string sum = added.Node("ReduceSum", ["attention_mask", "axis_of_mask"], null, "", ("keepdims", 0));
        string last = added.Node("Sub", [sum, "one_of_mask"], null, "");
        added.Node("Cast", [last], "seqlens_k", "", ("to", 6));
        string total = added.Node("Gather", [added.Node("Shape", ["attention_mask"], null, ""), "one_of_mask"], "mask_length", "");
        added.Node("Cast", [total], "total_sequence_length", "", ("to", 6));
        GraphProto extra = added.Build().Graph;
        graph.Input.Add(extra.Input);
        graph.Initializer.Add(extra.Initializer);
        NodeProto[] nodes = [.. graph.Node];
        graph.Node.Clear();
        graph.Node.Add(extra.Node.Select(node =>
        {
            node.Name = $"added_{node.Name}";
            return node;
        }));
        graph.Node.Add(nodes);
        foreach (ValueInfoProto output in graph.Output.Where(output => output.Name.StartsWith("present", StringComparison.Ordinal)))
            output.Type.TensorType.Shape.Dim[2].DimParam = "total";

        File.WriteAllBytes(Path.Combine(export, "model.onnx"), model.ToByteArray());
        File.Copy(imported.PathOf("weights.bin"), Path.Combine(export, "weights.bin"));
        File.Copy(imported.TokenizerPath, Path.Combine(export, "tokenizer.json"));
        File.WriteAllText(Path.Combine(export, "genai_config.json"), """
            {
              "model": {
                "bos_token_id": 0,
                "context_length": 128,
                "decoder": {
                  "session_options": { "log_id": "onnxruntime-genai", "provider_options": [] },
                  "filename": "model.onnx",
                  "head_size": 16,
                  "hidden_size": 64,
                  "inputs": {
                    "input_ids": "input_ids",
                    "attention_mask": "attention_mask",
                    "past_key_names": "past_key_values.%d.key",
                    "past_value_names": "past_key_values.%d.value"
                  },
                  "outputs": {
                    "logits": "logits",
                    "present_key_names": "present.%d.key",
                    "present_value_names": "present.%d.value"
                  },
                  "num_attention_heads": 4,
                  "num_hidden_layers": 2,
                  "num_key_value_heads": 2
                },
                "eos_token_id": [0, 7],
                "pad_token_id": 0,
                "type": "qwen2",
                "vocab_size": 160
              },
              "search": { "max_length": 128 }
            }
            """);
        return export;
    }
}
