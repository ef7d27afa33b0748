using System.Buffers.Binary;
using LspCompletion.Engine.Models.Import;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>GGUF files that are damaged or contradict themselves: one line, and nothing left.</summary>
public sealed class HostileGgufTests : IDisposable
{
    private const string Weight = "blk.1.ffn_up.weight";

    private readonly TemporaryFolder _folder = new();
    private readonly GgufBuilder _gguf;

    public HostileGgufTests() => _gguf = GgufModels.FromCheckpoint(_folder, "llama");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cut_anywhere()
    {
        byte[] whole = _gguf.Build();

        // Each length in the head's beginning, then some up to the last tensor's last byte.
        IEnumerable<int> lengths = Enumerable.Range(0, 200)
            .Concat(Enumerable.Range(1, 40).Select(i => i * (whole.Length / 41)))
            .Append(whole.Length - 32);
        foreach (int length in lengths)
        {
            string path = _folder["cut.gguf"];
            File.WriteAllBytes(path, whole[..length]);
            Hostile.AssertRefused(_folder, path, "cut.gguf", "GGUF file");
        }
    }

    [Theory]
    [InlineData(0, 0x46554746u, "is no GGUF file")]
    [InlineData(4, 1u, "GGUF version 1", "versions 2 and 3")]
    [InlineData(4, 0x03000000u, "other byte order")]
    [InlineData(8, 0x7FFFFFFFu, "it says that 2147483647 tensors follow")]
    [InlineData(12, 0x7FFFFFFFu, "tensors follow")]
    [InlineData(16, 0xFFFFFFFFu, "4294967295 values follow")]
    [InlineData(24, 0xFFFFFFFFu, "4294967295 bytes of a key follow")]
    public void A_head_that_lies(int offset, uint value, params string[] parts)
    {
        byte[] bytes = _gguf.Build();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
        string path = _folder["model.gguf"];
        File.WriteAllBytes(path, bytes);

        Hostile.AssertRefused(_folder, path, parts);
    }

    [Theory]
    [InlineData("general.architecture", "mamba", "of the architecture mamba", "llama (with Mistral)")]
    [InlineData("general.architecture", null, "doesn't say general.architecture")]
    [InlineData("llama.embedding_length", 128, "turns 16 of a head's 32 numbers")]
    [InlineData("llama.feed_forward_length", 64, "ffn_gate.weight is [128, 64]", "[64, 64]")]
    [InlineData("llama.embedding_length", null, "doesn't say llama.embedding_length")]
    [InlineData("llama.embedding_length", "many", "doesn't say llama.embedding_length")]
    [InlineData("llama.embedding_length", -1, "4294967295")]
    [InlineData("llama.block_count", 3, "lacks the tensor blk.2.")]
    [InlineData("llama.block_count", 1, "has no use for", "blk.1.")]
    [InlineData("llama.attention.head_count", 2_000_000_000, "2000000000 heads")]
    [InlineData("llama.attention.head_count_kv", 3, "equal groups of heads")]
    [InlineData("llama.rope.dimension_count", 8, "turns 8 of a head's 16 numbers")]
    [InlineData("llama.rope.scaling.type", "yarn", "scales positions by yarn")]
    [InlineData("llama.rope.freq_base", float.NaN, "llama.rope.freq_base")]
    [InlineData("split.count", 3, "one part of several", "llama-gguf-split --merge")]
    [InlineData("tokenizer.ggml.model", "bert", "of the kind bert")]
    [InlineData("tokenizer.ggml.model", "llama", "has no list tokenizer.ggml.scores")]
    [InlineData("tokenizer.ggml.pre", "unheard-of", "cuts text as \"unheard-of\"", "starcoder")]
    [InlineData("tokenizer.ggml.tokens", null, "has no list tokenizer.ggml.tokens")]
    [InlineData("tokenizer.ggml.tokens", new[] { "a" }, "has 1 tokens, but 128 token_type")]
    [InlineData("tokenizer.ggml.merges", new[] { "abc" }, "the merge \"abc\"")]
    [InlineData("tokenizer.ggml.merges", new[] { "a nothing" }, "is damaged")]
    public void Metadata_that_contradicts_the_tensors_or_is_of_no_known_kind(string key, object? value, params string[] parts)
    {
        if (value is null)
            _gguf.Unset(key);
        else
            _gguf.Set(key, value);

        Hostile.AssertRefused(_folder, _gguf.Write(_folder["model.gguf"]), parts);
    }

    [Theory]
    [InlineData(Weight)]
    [InlineData("output_norm.weight")]
    [InlineData("token_embd.weight")]
    public void A_tensor_that_is_missing(string name) =>
        Hostile.AssertRefused(_folder, _gguf.Remove(name).Write(_folder["model.gguf"]), $"lacks the tensor {name}");

    [Fact]
    public void A_tensor_that_nothing_uses()
    {
        _gguf.Add("blk.0.attn_q_norm.weight", TensorEncoding.F32, new byte[64], 16);

        Hostile.AssertRefused(_folder, _gguf.Write(_folder["model.gguf"]), "blk.0.attn_q_norm.weight", "another family");
    }

    [Theory]
    [InlineData(10u)]
    [InlineData(99u)]
    public void A_quantisation_that_is_unknown(uint type)
    {
        _gguf.Add(Weight, type, new byte[128 * 64], 128, 64);

        Hostile.AssertRefused(_folder, _gguf.Write(_folder["model.gguf"]), $"quantised as type {type}", "Q4_K", "Q4_0");
    }

    [Fact]
    public void A_row_that_is_no_whole_block()
    {
        _gguf.Add(Weight, TensorEncoding.Q4_K, new byte[128 * 64], 128, 64);

        Hostile.AssertRefused(_folder, _gguf.Write(_folder["model.gguf"]), Weight, "no whole blocks of Q4_K");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_scale_that_is_no_number(float scale)
    {
        byte[] blocks = RandomBlocks.Create(TensorEncoding.Q4_0, 128 * 64, new Random(1));
        BinaryPrimitives.WriteHalfLittleEndian(blocks.AsSpan(18 * 2 * 100), (Half)scale);
        _gguf.Add(Weight, TensorEncoding.Q4_0, blocks, 128, 64);

        Hostile.AssertRefused(_folder, _gguf.Write(_folder["model.gguf"]), Weight, "row 100", "infinite or none at all");
    }

    [Fact]
    public void A_tokenizer_that_does_not_fit_the_vocabulary()
    {
        _gguf.SetAsciiTokenizer(_folder, tokens: 200);

        Hostile.AssertRefused(_folder, _gguf.Write(_folder["model.gguf"]), "200 tokens", "160 rows");
    }

    [Fact]
    public void A_model_of_that_name_is_there_already()
    {
        string path = _gguf.Write(_folder["model.gguf"]);
        ImportOptions options = new() { Source = path, Library = _folder["library"], Name = "twice" };
        string folder = ModelImport.Run(options, progress: null, TestContext.Current.CancellationToken);
        string manifest = File.ReadAllText(Path.Combine(folder, "model.json"));

        var exception = Assert.Throws<EngineException>(
            () => ModelImport.Run(options, progress: null, TestContext.Current.CancellationToken));

        Assert.Contains("is there already", exception.Message, StringComparison.Ordinal);
        Assert.Equal(manifest, File.ReadAllText(Path.Combine(folder, "model.json")));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder["library"]));
    }
}
