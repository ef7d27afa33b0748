using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Engine.Tests.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>
/// The default model's first six layers as GGUF: linears Q4_0, embedding Q8_0, queries and keys in llama.cpp's order.
/// Written from the default model's graph here, which saves 44 MB of fixture; the golden numbers are Hugging Face
/// transformers' over the same weights in 32-bit arithmetic.
/// </summary>
public sealed class SixLayersTests : IDisposable
{
    private const int Layers = 6;
    private const int Hidden = 576;
    private const int Heads = 9;
    private const int KeyValueHeads = 3;
    private const int HeadSize = 64;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, TensorProto> _default = OnnxFile
        .Read(Path.Combine(RepositoryPaths.Root, "models", "default", "model.onnx"))
        .Graph.Initializer.ToDictionary(tensor => tensor.Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_import_has_the_default_models_matrices_bit_for_bit_and_the_golden_answers()
    {
        ModelDirectory model = ImportedModel.Import(_folder, WriteGguf());

        CompareWeights(model);
        CompareAnswers(model);
        Assert.Equal("lsp-completion", model.Manifest.FillInTheMiddle?.Format);
        Assert.Equal(new ModelLicence("apache-2.0"), model.Manifest.Licence);
    }

    private void CompareWeights(ModelDirectory model)
    {
        ModelProto graph = OnnxFile.Read(model.PathOf(model.GraphFor(ExecutionProvider.Cpu).File));
        byte[] weights = File.ReadAllBytes(model.PathOf("weights.bin"));
        Dictionary<string, string> names = new() { ["embed.weight_q8"] = "embed.codes", ["embed.scales"] = "embed.scales", ["final_norm"] = "final_norm" };
        for (int i = 0; i < Layers; i++)
        {
            names.Add($"layers.{i}.input_norm", $"layers.{i}.input_norm");
            names.Add($"layers.{i}.post_norm", $"layers.{i}.post_norm");
            foreach (string matrix in (string[])["qkv", "o", "gate", "up", "down"])
            {
                names.Add($"layers.{i}.{matrix}.weight_q4", $"layers.{i}.{matrix}.codes");
                names.Add($"layers.{i}.{matrix}.scales", $"layers.{i}.{matrix}.scales.flat");
            }
        }

        foreach ((string ofDefault, string ofImport) in names)
        {
            TensorProto tensor = graph.Graph.Initializer.Single(entry => entry.Name == ofImport);
            Dictionary<string, string> place = tensor.ExternalData.ToDictionary(entry => entry.Key, entry => entry.Value);
            ReadOnlySpan<byte> bytes = weights.AsSpan(
                int.Parse(place["offset"], null), int.Parse(place["length"], null));
            Assert.True(bytes.SequenceEqual(Bytes(ofDefault)), $"{ofImport} differs.");
        }
    }

    private static void CompareAnswers(ModelDirectory model)
    {
        Golden golden = JsonSerializer.Deserialize<Golden>(
            File.ReadAllText(RepositoryPaths.Fixture("models", "six-layers", "golden.json")), Options)!;
        using ModelSession session = ImportedModel.Load(model);
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        using IKeyValueCache cache = session.CreateCache(128);
        int vocabulary = session.Signature.VocabularySize;

        // A graph that picks logits gives up to 32 rows a step.
        List<int> likeliest = [];
        float[] last = [];
        while (cache.Length < golden.Ids.Length)
        {
            int count = Math.Min(17, golden.Ids.Length - cache.Length);
            ReadOnlySpan<float> logits = run.Extend(cache, golden.Ids.AsSpan(cache.Length, count), source: 0, logitRows: count);
            for (int i = 0; i < count; i++)
                likeliest.Add(TensorPrimitives.IndexOfMax(logits.Slice(i * vocabulary, vocabulary)));
            last = logits[^vocabulary..].ToArray();
        }

        Assert.Equal(golden.ArgmaxEachPosition, likeliest);
        float[] picked = [.. golden.LastLogits.Ids.Select(id => last[id])];
        Assert.True(GoldenNumbers.Excess(picked, golden.LastLogits.Values) <= 1e-3f);

        List<int> greedy = [likeliest[^1]];
        while (greedy.Count < golden.GreedyIds.Length)
            greedy.Add(TensorPrimitives.IndexOfMax(run.Extend(cache, [greedy[^1]], source: 0, logitRows: 1)));
        Assert.Equal(golden.GreedyIds, greedy);
    }

    private string WriteGguf()
    {
        GgufBuilder gguf = new GgufBuilder()
            .Set("general.architecture", "llama")
            .Set("general.name", "LspCompletion default 135M")
            .Set("general.license", "apache-2.0")
            .Set("llama.context_length", 8192)
            .Set("llama.embedding_length", Hidden)
            .Set("llama.block_count", Layers)
            .Set("llama.feed_forward_length", 1536)
            .Set("llama.attention.head_count", Heads)
            .Set("llama.attention.head_count_kv", KeyValueHeads)
            .Set("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Set("llama.rope.freq_base", 100_000f)
            .Set("llama.rope.dimension_count", HeadSize)
            .Set("tokenizer.ggml.eos_token_id", 0)
            .SetTokenizer(Path.Combine(RepositoryPaths.Root, "models", "default", "tokenizer.json"), "smollm");

        gguf.Add("token_embd.weight", TensorEncoding.Q8_0, Blocks("embed.weight_q8", "embed.scales", bits: 8), 49152, Hidden);
        gguf.Add("output_norm.weight", TensorEncoding.F32, Bytes("final_norm"), Hidden);
        for (int i = 0; i < Layers; i++)
        {
            gguf.Add($"blk.{i}.attn_norm.weight", TensorEncoding.F32, Bytes($"layers.{i}.input_norm"), Hidden);
            gguf.Add($"blk.{i}.ffn_norm.weight", TensorEncoding.F32, Bytes($"layers.{i}.post_norm"), Hidden);

            byte[] packed = Blocks($"layers.{i}.qkv.weight_q4", $"layers.{i}.qkv.scales", bits: 4);
            int queries = Heads * HeadSize;
            int keys = KeyValueHeads * HeadSize;
            int rowBytes = packed.Length / (queries + (2 * keys));
            byte[] query = GgufModels.Interleave(packed[..(queries * rowBytes)], [queries, Hidden], Heads);
            byte[] key = GgufModels.Interleave(
                packed[(queries * rowBytes)..((queries + keys) * rowBytes)], [keys, Hidden], KeyValueHeads);
            gguf.Add($"blk.{i}.attn_q.weight", TensorEncoding.Q4_0, query, queries, Hidden);
            gguf.Add($"blk.{i}.attn_k.weight", TensorEncoding.Q4_0, key, keys, Hidden);
            gguf.Add($"blk.{i}.attn_v.weight", TensorEncoding.Q4_0, packed.AsSpan((queries + keys) * rowBytes), keys, Hidden);
            Linear("attn_output", "o", Hidden, queries);
            Linear("ffn_gate", "gate", 1536, Hidden);
            Linear("ffn_up", "up", 1536, Hidden);
            Linear("ffn_down", "down", Hidden, 1536);

            void Linear(string name, string ofDefault, int rows, int columns) => gguf.Add(
                $"blk.{i}.{name}.weight", TensorEncoding.Q4_0,
                Blocks($"layers.{i}.{ofDefault}.weight_q4", $"layers.{i}.{ofDefault}.scales", bits: 4), rows, columns);
        }

        return gguf.Write(_folder["six-layers.gguf"]);
    }

    private ReadOnlySpan<byte> Bytes(string name) => _default[name].RawData.Span;

    /// <summary>Codes and scales as GGUF's blocks: of two numbers in a byte, the second is 16 behind the first.</summary>
    private byte[] Blocks(string codesName, string scalesName, int bits)
    {
        ReadOnlySpan<byte> codes = Bytes(codesName);
        ReadOnlySpan<float> scales = MemoryMarshal.Cast<byte, float>(Bytes(scalesName));
        int codeBytes = 32 * bits / 8;
        byte[] result = new byte[scales.Length * (2 + codeBytes)];
        for (int i = 0; i < scales.Length; i++)
        {
            Span<byte> block = result.AsSpan(i * (2 + codeBytes), 2 + codeBytes);
            MemoryMarshal.Write(block, (Half)scales[i]);
            ReadOnlySpan<byte> of = codes.Slice(i * codeBytes, codeBytes);
            for (int j = 0; j < codeBytes; j++)
                block[2 + j] = bits == 8 ? (byte)(of[j] - 128) : (byte)(Nibble(of, j) | (Nibble(of, j + 16) << 4));
        }

        return result;

        static int Nibble(ReadOnlySpan<byte> codes, int index) => (codes[index / 2] >> (index % 2 * 4)) & 0xF;
    }

    private sealed record Golden(int[] Ids, GoldenLast LastLogits, int[] ArgmaxEachPosition, int[] GreedyIds);

    private sealed record GoldenLast(int[] Ids, float[] Values);
}
