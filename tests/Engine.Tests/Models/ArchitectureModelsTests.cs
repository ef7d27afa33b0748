using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Engine.Prompting;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models;

/// <summary>
/// The models of models/architectures: made here out of the fixtures, so that anybody can make them again
/// (UPDATE_MODELS=1 in the environment), and complete as any other model does.
/// </summary>
public sealed class ArchitectureModelsTests : IDisposable
{
    private const int Capacity = 1024;

    private static readonly string Folder = Path.Combine(RepositoryPaths.Root, "models", "architectures");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("decoder-only")]
    [InlineData("prefix")]
    [InlineData("encoder-decoder")]
    public void They_are_made_of_the_fixtures(string name)
    {
        string made = Directory.CreateDirectory(_folder[name]).FullName;
        Make(name, made);
        if (Environment.GetEnvironmentVariable("UPDATE_MODELS") == "1")
        {
            Directory.CreateDirectory(Path.Combine(Folder, name));
            foreach (string file in Directory.GetFiles(made))
                File.Copy(file, Path.Combine(Folder, name, Path.GetFileName(file)), overwrite: true);
        }

        Assert.Equal(
            Directory.GetFiles(made).Select(Path.GetFileName).Order(),
            Directory.GetFiles(Path.Combine(Folder, name)).Select(Path.GetFileName).Order());
        foreach (string file in Directory.GetFiles(made))
            AssertSame(file, Path.Combine(Folder, name, Path.GetFileName(file)));
    }

    // To the byte, but for the tables of sines, which systems round differently, and with them for checksums.
    private static void AssertSame(string made, string shipped)
    {
        switch (Path.GetFileName(made))
        {
            case "weights.bin":
                float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(made)).ToArray();
                float[] actual = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(shipped)).ToArray();
                Assert.Equal(expected.Length, actual.Length);
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1e-6f));
                break;
            case ManifestFile.Name:
                Assert.Equal(WithoutChecksums(made), WithoutChecksums(shipped));
                break;
            default:
                Assert.Equal(File.ReadAllBytes(made), File.ReadAllBytes(shipped));
                break;
        }

        static string WithoutChecksums(string manifest)
        {
            ModelManifest read = ManifestFile.Read(manifest);
            return (read with { Files = [.. read.Files.Select(file => file with { Sha256 = "" })] }).ToJson();
        }
    }

    [Fact]
    public void A_decoder_goes_on_from_what_it_held()
    {
        (CompletionStats again, CompletionStats typed) = CompleteTwice(ArchitectureModels.LocateDecoderOnly(), anchored: false);

        Assert.InRange(again.ComputedTokens, 1, 2);
        Assert.InRange(typed.ComputedTokens, 1, 2);
        Assert.DoesNotContain("refused", typed.ReuseReason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_language_model_refuses_to_reuse_a_changed_prompt_and_says_why()
    {
        (CompletionStats again, CompletionStats typed) = CompleteTwice(ArchitectureModels.LocatePrefix(), anchored: false);

        Assert.InRange(again.ComputedTokens, 1, 2);
        Assert.Equal(0, typed.ReusedTokens);
        Assert.Contains("every state of a prompt has seen all of it", typed.ReuseReason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_decoder_refuses_to_reuse_a_changed_prompt_and_says_why()
    {
        (CompletionStats again, CompletionStats typed) = CompleteTwice(ArchitectureModels.LocateEncoderDecoder(), anchored: false);

        Assert.Equal(1, again.ComputedTokens);
        Assert.Equal(0, typed.ReusedTokens);
        Assert.Contains("every state of a prompt has seen all of it", typed.ReuseReason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prefix", 2)]
    [InlineData("encoder-decoder", 1)]
    public void What_is_typed_behind_an_anchor_is_taken_as_written_and_reused(string name, int most)
    {
        (_, CompletionStats typed) = CompleteTwice(Path.Combine(Folder, name), anchored: true);

        Assert.InRange(typed.ComputedTokens, 1, most);
    }

    [Theory]
    [InlineData("prefix")]
    [InlineData("encoder-decoder")]
    public void With_a_cache_and_without_the_same_is_written(string name)
    {
        using CompletionEngine engine = Load(Path.Combine(Folder, name));
        using Slot slot = engine.CreateSlot();
        foreach (string prefix in (string[])["int a", "int ab", "int ab", "int a", "in"])
        {
            using Slot fresh = engine.CreateSlot();
            foreach (string typed in (string[])["", "x", "xy", "x"])
                Assert.Equal(Complete(engine, fresh, prefix, typed).Tokens, Complete(engine, slot, prefix, typed).Tokens);
        }
    }

    [Fact]
    public void An_encoder_decoder_without_a_beginning_of_its_answer_is_refused()
    {
        string model = Directory.CreateDirectory(_folder["model"]).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(Folder, "encoder-decoder")))
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        string manifest = Path.Combine(model, ManifestFile.Name);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"t5\"", "\"prefix-only\"", StringComparison.Ordinal));

        var exception = Assert.Throws<EngineException>(() => Load(model));

        Assert.Contains("\"answer\"", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_export_of_an_encoder_decoder_needs_no_manifest(bool isMerged)
    {
        using CompletionEngine engine = Load(Export(isMerged));
        using CompletionEngine shipped = Load(ArchitectureModels.LocateEncoderDecoder());
        using Slot slot = engine.CreateSlot();
        using Slot other = shipped.CreateSlot();

        Assert.Equal("t5", engine.FormatName);
        Assert.Equal(2, engine.Manifest.Architecture.EncoderLayers);
        Assert.Equal(Complete(shipped, other, "int a", "").Tokens, Complete(engine, slot, "int a", "").Tokens);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public void An_export_of_an_encoder_decoder_is_imported_with_all_its_graphs(bool isMerged, int graphs)
    {
        string imported = ModelImport.Run(
            new ImportOptions { Source = Export(isMerged), Library = _folder["library"] },
            progress: null,
            TestContext.Current.CancellationToken);

        using CompletionEngine engine = Load(imported);
        using Slot slot = engine.CreateSlot();

        Assert.Equal(graphs, Directory.GetFiles(imported, "*.onnx").Length);
        Assert.Equal(graphs, engine.Manifest.Files.Count(file => file.Path.EndsWith(".onnx", StringComparison.Ordinal)));
        Assert.NotEmpty(Complete(engine, slot, "int a", "").Tokens);
    }

    private string Export(bool isMerged)
    {
        string[] graphs = isMerged
            ? ["encoder_model.onnx", "decoder_model_merged.onnx"]
            : ["encoder_model.onnx", "decoder_model.onnx", "decoder_with_past_model.onnx"];
        string export = Directory.CreateDirectory(_folder["export"]).FullName;
        foreach (string file in (string[])[.. graphs, "config.json"])
            File.Copy(RepositoryPaths.Fixture("models", "encoder-decoder", file), Path.Combine(export, file));
        File.WriteAllText(Path.Combine(export, "tokenizer.json"), TokenizerJson());
        return export;
    }

    private static (CompletionStats Again, CompletionStats Typed) CompleteTwice(string model, bool anchored)
    {
        using CompletionEngine engine = Load(model);
        using Slot slot = engine.CreateSlot();
        Complete(engine, slot, "int a", "");
        CompletionStats again = Complete(engine, slot, "int a", "").Stats;
        return (again, (anchored ? Complete(engine, slot, "int a", "b") : Complete(engine, slot, "int ab", "")).Stats);
    }

    private static CompletionResult Complete(CompletionEngine engine, Slot slot, string prefix, string typed)
    {
        var request = new CompletionRequest
        {
            Path = "a.cs",
            Prefix = prefix,
            Typed = typed,
            Suffix = ";\n}\n",
            Decoding = new DecodingOptions { MaxTokens = 6, MaxLines = 0 },
        };
        return engine.Complete(slot, request, onText: null, TestContext.Current.CancellationToken);
    }

    private static CompletionEngine Load(string model) => CompletionEngine.Load(
        model, new EngineOptions { VerificationCacheFolder = null }, progress: null, TestContext.Current.CancellationToken);

    private static void Make(string name, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), TokenizerJson());
        ModelManifest manifest = name == "encoder-decoder" ? MakeEncoderDecoder(folder) : MakeDecoder(folder);
        ManifestFile.Write(folder, manifest with
        {
            Name = $"tiny-{name}",
            Licence = new ModelLicence("MIT", null),
            Origin = "random weights, made for this project's tests; see tests/Fixtures/models/README.md",
            Attention = name == "prefix" ? AttentionKind.Prefix : AttentionKind.Causal,
            ContextLength = Capacity,
            FillInTheMiddle = new FimFormatSpecification
            {
                Format = name switch { "prefix" => "starcoder", "encoder-decoder" => "t5", _ => "lsp-completion" },
            },
            StopTokenIds = [],
            Files = ModelFiles.Describe(folder, _ => { }, TestContext.Current.CancellationToken),
        });
    }

    private static ModelManifest MakeEncoderDecoder(string folder)
    {
        foreach (string file in (string[])["encoder_model.onnx", "decoder_model_merged.onnx", "config.json"])
            File.Copy(RepositoryPaths.Fixture("models", "encoder-decoder", file), Path.Combine(folder, file));
        ModelManifest manifest = ExportedModel.Describe(folder, ExportedModel.FindGraph(folder)!);
        File.Delete(Path.Combine(folder, "config.json"));
        return manifest;
    }

    private static ModelManifest MakeDecoder(string folder)
    {
        // A checkpoint is read with its tokenizer.
        string source = Directory.CreateDirectory(Path.Combine(folder, "source")).FullName;
        foreach (string file in (string[])["config.json", "model.safetensors"])
            File.Copy(RepositoryPaths.Fixture("models", "checkpoints", "llama", file), Path.Combine(source, file));
        File.Copy(Path.Combine(folder, "tokenizer.json"), Path.Combine(source, "tokenizer.json"));
        ModelArchitecture architecture;
        using (Checkpoint checkpoint = Checkpoint.Open(source))
        {
            var file = new WeightsFile();
            StoredDecoder stored = new DecoderStorage(file, WeightPrecision.Full)
                .Place(checkpoint.Weights, checkpoint.Description.RotaryFrequencies, Capacity);
            file.Write(Path.Combine(folder, "weights.bin"), _ => { }, TestContext.Current.CancellationToken);
            var graph = new StaticCacheGraph(
                checkpoint.Description, stored, "weights.bin", Capacity, TensorProto.Types.DataType.Float);
            File.WriteAllBytes(Path.Combine(folder, "model.onnx"), graph.Build().ToByteArray());
            architecture = checkpoint.Description.Architecture;
        }

        Directory.Delete(source, recursive: true);
        return new ModelManifest
        {
            Name = "",
            Architecture = architecture,
            ContextLength = Capacity,
            Tokenizer = "tokenizer.json",
            Graphs = [new ModelGraph { ExecutionProvider = ExecutionProvider.Cpu, File = "model.onnx", Form = GraphForm.StaticCache }],
            Files = [],
        };
    }

    /// <summary>A token for each character of ASCII, and the special tokens of all three formats; the first two are T5's own.</summary>
    private static string TokenizerJson()
    {
        string[] atStart = ["<pad>", "</s>"];
        string[] behind =
        [
            "<extra_id_0>", "<extra_id_1>", "<|endoftext|>", "<file_sep>", "<fim_prefix>", "<fim_suffix>", "<fim_middle>",
        ];
        Dictionary<string, int> vocabulary = [];
        for (int i = atStart.Length; i < 127; i++)
            vocabulary.Add((char)(i is > 32 ? i : 0x100 + i) + "", i);
        return JsonSerializer.Serialize(new
        {
            added_tokens = atStart.Select((token, i) => new { id = i, content = token, special = true })
                .Concat(behind.Select((token, i) => new { id = 128 + i, content = token, special = true })),
            pre_tokenizer = new { type = "ByteLevel", add_prefix_space = false, use_regex = true },
            model = new { type = "BPE", vocab = vocabulary, merges = Array.Empty<string>() },
        });
    }
}
