using System.Runtime.InteropServices;
using System.Text.Json;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Tests.Inference;
using LspCompletion.Engine.Tests.Tokenization;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Import;

public sealed class GgufTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Families => CheckpointTests.Families;

    public static TheoryData<string> Encodings { get; } = [.. Enum.GetNames<TensorEncoding>()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_encoding_is_read_as_the_gguf_package_reads_it(string name)
    {
        TensorEncoding encoding = Enum.Parse<TensorEncoding>(name);
        using JsonDocument expected = JsonDocument.Parse(
            File.ReadAllBytes(RepositoryPaths.Fixture("models", "gguf", "quants.json")));
        float[][] rows = expected.RootElement.GetProperty(name).Deserialize<float[][]>()!;
        using var file = GgufFile.Open(RepositoryPaths.Fixture("models", "gguf", "quants.gguf"));
        SourceTensor tensor = file.Tensors.Values.Single(entry => entry.Encoding == encoding);
        TensorDecoder decoder = new();
        byte[] bytes = new byte[tensor.RowBytes];
        float[] numbers = new float[tensor.Columns];

        Assert.Equal(rows.Length, tensor.Rows);
        for (int i = 0; i < rows.Length; i++)
        {
            tensor.ReadRows(i, bytes);
            decoder.Decode(encoding, bytes, numbers);
            for (int j = 0; j < numbers.Length; j++)
            {
                // The values are written with six digits.
                float tolerance = (1e-5f * Math.Abs(rows[i][j])) + 1e-7f;
                Assert.True(Math.Abs(rows[i][j] - numbers[j]) <= tolerance, $"[{i}, {j}]: {numbers[j]}, not {rows[i][j]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_family_has_its_golden_logits(string family)
    {
        string path = GgufModels.FromCheckpoint(_folder, family).Write(_folder["model.gguf"]);

        ModelDirectory model = ImportedModel.Import(_folder, path, WeightPrecision.Full);
        using ModelSession session = ImportedModel.Load(model);

        Assert.True(ImportedModel.Compare(session, ImportedModel.Golden(family)).Difference <= 1e-3f);
        Assert.Equal(family == "mistral" ? "llama" : family, model.Manifest.Architecture.Family);
        Assert.Equal([0], model.Manifest.StopTokenIds);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Quantised_weights_are_taken_over_as_they_are(string name)
    {
        TensorEncoding encoding = Enum.Parse<TensorEncoding>(name);
        string path = RandomModel(encoding).Write(_folder["model.gguf"]);
        using ModelSession quantised = ImportedModel.Load(ImportedModel.Import(_folder, path));
        using ModelSession full = ImportedModel.Load(ImportedModel.Import(_folder, path, WeightPrecision.Full));
        int[] ids = [3, 14, 15, 92, 65, 35, 89, 79];

        float[] expected = Logits(full, ids);
        float[] actual = Logits(quantised, ids);

        // Numbers that have no grid, or one of 16 numbers, are rounded.
        float spread = expected.Max() - expected.Min();
        float tolerance = encoding.IsAffine() ? 1e-4f : encoding == TensorEncoding.Q6_K ? 0.02f : 0.3f;
        float largest = expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max();
        Assert.True(largest <= tolerance * spread, $"A logit is off by {largest}, and they spread over {spread}.");
    }

    [Theory]
    [InlineData("starcoder", "starcoder")]
    [InlineData("default", "smollm")]
    [InlineData("gpt2", "gpt-2")]
    [InlineData("qwen2", "qwen2")]
    [InlineData("deepseek-coder", "deepseek-coder")]
    [InlineData("codellama", null)]
    public void The_tokenizer_inside_gives_the_tokens_that_Hugging_Face_gives(string vocabulary, string? preTokenizer)
    {
        GgufBuilder gguf = preTokenizer is null
            ? new GgufBuilder().SetSentencePiece(TokenizerVectors.PathOf(vocabulary))
            : new GgufBuilder().SetTokenizer(TokenizerVectors.PathOf(vocabulary), preTokenizer);
        using var file = GgufFile.Open(gguf.Write(_folder["vocabulary.gguf"]));

        new GgufTokenizer(file).Write(_folder["tokenizer.json"]);

        var tokenizer = ModelTokenizer.Load(_folder["tokenizer.json"]);
        TokenizerVectors vectors = TokenizerVectors.Get(vocabulary);
        for (int i = 0; i < TokenizerVectors.Texts.Count; i++)
        {
            List<int> ids = [];
            tokenizer.Encode(TokenizerVectors.Texts[i], ids);
            Assert.Equal(vectors.Ids[i], ids);
        }

        for (int id = 0; id < tokenizer.VocabularySize; id++)
            Assert.Equal(vectors.Tokenizer.GetBytes(id), tokenizer.GetBytes(id));
    }

    [Theory]
    [InlineData(64, null, 64, null)]
    [InlineData(64, 128, 64, null)]
    [InlineData(64, 32, 32, "of the 64 that it was made for, since its attention looks back over no more")]
    [InlineData(16384, 4096, 4096, "of the 16384 that it was made for, since its attention looks back over no more")]
    [InlineData(32768, 16384, 8192, "of the 32768 that it was made for, since graphs hold no more")]
    public void A_context_that_is_cut_is_told(int made, int? window, int context, string? note)
    {
        GgufBuilder gguf = RandomModel(TensorEncoding.Q8_0).Set("qwen2.context_length", made);
        if (window is not null)
            gguf.Set("qwen2.attention.sliding_window", window);

        ModelManifest manifest = ImportedModel.Import(_folder, gguf.Write(_folder["model.gguf"])).Manifest;

        Assert.Equal(context, manifest.ContextLength);
        Assert.Equal(note is null, manifest.ContextNote is null);
        Assert.Contains(note ?? "", manifest.ContextNote ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_import_leaves_nothing()
    {
        string path = RandomModel(TensorEncoding.Q4_K).Write(_folder["model.gguf"]);
        using CancellationTokenSource cancellation = new();
        List<double> reports = [];
        ImportOptions options = new() { Source = path, Library = _folder["library"] };

        Assert.Throws<OperationCanceledException>(() => ModelImport.Run(
            options,
            new InlineProgress(share =>
            {
                reports.Add(share);
                cancellation.Cancel();
            }),
            cancellation.Token));

        Assert.Single(reports);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["library"]));
    }

    [Fact]
    public void Progress_rises_to_the_end()
    {
        string path = RandomModel(TensorEncoding.Q6_K).Write(_folder["model.gguf"]);
        List<double> reports = [];

        ModelImport.Run(
            new ImportOptions { Source = path, Library = _folder["library"] },
            new InlineProgress(reports.Add),
            TestContext.Current.CancellationToken);

        Assert.Equal(reports.Order(), reports);
        Assert.Equal(1, reports[^1], precision: 6);
    }

    private static float[] Logits(ModelSession session, int[] ids)
    {
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        using IKeyValueCache cache = session.CreateCache(64);
        return run.Extend(cache, ids, source: 0, logitRows: ids.Length).ToArray();
    }

    /// <summary>A model of one layer whose rows are whole blocks of 256.</summary>
    private GgufBuilder RandomModel(TensorEncoding encoding)
    {
        const int Hidden = 256;
        const int FeedForward = 512;
        var random = new Random(7);
        GgufBuilder gguf = new GgufBuilder()
            .Set("general.architecture", "qwen2")
            .Set("general.name", "random")
            .Set("qwen2.context_length", 64)
            .Set("qwen2.embedding_length", Hidden)
            .Set("qwen2.block_count", 1)
            .Set("qwen2.feed_forward_length", FeedForward)
            .Set("qwen2.attention.head_count", 4)
            .Set("qwen2.attention.head_count_kv", 2)
            .Set("qwen2.attention.layer_norm_rms_epsilon", 1e-6f)
            .SetAsciiTokenizer(_folder);
        Norm("output_norm.weight");
        Norm("blk.0.attn_norm.weight");
        Norm("blk.0.ffn_norm.weight");
        Matrix("token_embd.weight", SmallModel.VocabularySize, Hidden);
        Matrix("output.weight", SmallModel.VocabularySize, Hidden);
        Matrix("blk.0.attn_q.weight", Hidden, Hidden);
        Matrix("blk.0.attn_k.weight", Hidden / 2, Hidden);
        Matrix("blk.0.attn_v.weight", Hidden / 2, Hidden);
        Matrix("blk.0.attn_output.weight", Hidden, Hidden);
        Matrix("blk.0.ffn_gate.weight", FeedForward, Hidden);
        Matrix("blk.0.ffn_up.weight", FeedForward, Hidden);
        Matrix("blk.0.ffn_down.weight", Hidden, FeedForward);
        return gguf;

        void Norm(string name) =>
            gguf.Add(name, TensorEncoding.F32, MemoryMarshal.AsBytes(Enumerable.Repeat(1f, Hidden).ToArray().AsSpan()), Hidden);

        void Matrix(string name, int rows, int columns) =>
            gguf.Add(name, encoding, RandomBlocks.Create(encoding, rows * columns, random), rows, columns);
    }
}
