using Google.Protobuf;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Engine.Tests.Inference;

namespace LspCompletion.Engine.Tests.Models.Import;

public sealed class CheckpointTests : IDisposable
{
    /// <summary>What golden numbers allow an import without quantisation.</summary>
    private const float Tolerance = 1e-3f;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Families { get; } =
        ["llama", "mistral", "qwen2", "starcoder2", "gpt_bigcode", "gemma", "granite"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Families))]
    public void Without_quantisation_the_form_for_the_CPU_has_the_golden_logits(string family)
    {
        ModelDirectory model = ImportedModel.Import(
            _folder, ImportedModel.CopyCheckpoint(_folder, family), WeightPrecision.Full);
        using ModelSession session = ImportedModel.Load(model);

        (float difference, double agreement) = ImportedModel.Compare(session, ImportedModel.Golden(family));

        Assert.Equal(GraphForm.SharedBuffer, session.Signature.Form);
        Assert.True(difference <= Tolerance, $"A logit is off by {difference}.");
        Assert.Equal(1, agreement);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Without_quantisation_the_form_for_DirectML_has_the_golden_logits_in_32_bits(string family)
    {
        using IModelSource source = Checkpoint.Open(ImportedModel.CopyCheckpoint(_folder, family));
        using ModelSession session = LoadStaticForm(source, WeightPrecision.Full);

        (float difference, double agreement) = ImportedModel.Compare(session, ImportedModel.Golden(family));

        Assert.Equal(GraphForm.StaticCache, session.Signature.Form);
        Assert.Equal(64, session.Signature.FixedCapacity);
        Assert.True(difference <= Tolerance, $"A logit is off by {difference}.");
        Assert.Equal(1, agreement);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Both_forms_share_their_quantised_weights_and_compute_the_same(string family)
    {
        using IModelSource source = Checkpoint.Open(ImportedModel.CopyCheckpoint(_folder, family));
        ModelDirectory model = ImportedModel.Import(_folder, _folder[family], WeightPrecision.FourBits);
        using ModelSession shared = ImportedModel.Load(model);
        using ModelSession fixedCapacity = LoadStaticForm(source, WeightPrecision.FourBits);

        GoldenNumbers golden = ImportedModel.Golden(family);
        int[] ids = golden.Sequences[0].Ids;
        float[] ofShared = LastLogits(shared, ids);
        float[] ofStatic = LastLogits(fixedCapacity, ids);

        float largest = ofShared.Zip(ofStatic, (one, other) => Math.Abs(one - other)).Max();
        Assert.True(largest <= Tolerance, $"The forms differ by {largest}.");
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_graph_for_DirectML_in_16_bits_is_within_2_percent_of_the_logits_spread(string family)
    {
        ModelDirectory model = ImportedModel.Import(
            _folder, ImportedModel.CopyCheckpoint(_folder, family), WeightPrecision.Full);
        using ModelSession session = ImportedModel.Load(model, ExecutionProvider.DirectML);
        GoldenNumbers golden = ImportedModel.Golden(family);

        (float difference, _) = ImportedModel.Compare(session, golden);

        float spread = golden.Sequences.SelectMany(sequence => sequence.Logits).Max(row => row.Max() - row.Min());
        Assert.True(difference <= 0.02f * spread, $"A logit is off by {difference}, and they spread over {spread}.");
    }

    [Theory]
    [InlineData(WeightPrecision.FourBits, 0.7)]
    [InlineData(WeightPrecision.EightBits, 0.95)]
    public void Quantised_the_likeliest_token_mostly_agrees(WeightPrecision precision, double least)
    {
        List<double> agreements = [];
        foreach (string family in Families.Select(row => row.Data))
        {
            ModelDirectory model = ImportedModel.Import(_folder, ImportedModel.CopyCheckpoint(_folder, family), precision);
            using ModelSession session = ImportedModel.Load(model);
            (float difference, double agreement) = ImportedModel.Compare(session, ImportedModel.Golden(family));
            agreements.Add(agreement);
            TestContext.Current.TestOutputHelper!.WriteLine($"{precision} {family}: {agreement:P0}, off by {difference:F3} at most");
        }

        Assert.True(agreements.Average() >= least, $"They agree at {agreements.Average():P0} of the positions.");
    }

    [Fact]
    public void The_manifest_describes_the_model_and_it_completes()
    {
        ModelDirectory model = ImportedModel.Import(_folder, ImportedModel.CopyCheckpoint(_folder, "qwen2"));
        new ModelVerification(cacheFolder: null, TimeProvider.System)
            .Verify(model, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal("qwen2", model.Manifest.Architecture.Family);
        Assert.Equal(128, model.Manifest.ContextLength);
        Assert.Equal([0], model.Manifest.StopTokenIds);
        Assert.Equal(
            ["model.cpu.onnx", "model.directml.onnx", "tokenizer.json", "weights.bin"],
            model.Manifest.Files.Select(file => file.Path));
        using CompletionEngine engine = CompletionEngine.Load(
            model.Folder, new EngineOptions { VerificationCacheFolder = null }, progress: null, TestContext.Current.CancellationToken);
        Assert.Equal("prefix-only", engine.FormatName);
    }

    [Fact]
    public void Several_files_with_an_index_are_one_checkpoint()
    {
        string source = ImportedModel.CopyCheckpoint(_folder, "llama");
        SplitSafetensors(source);

        using ModelSession session = ImportedModel.Load(ImportedModel.Import(_folder, source, WeightPrecision.Full));

        Assert.True(ImportedModel.Compare(session, ImportedModel.Golden("llama")).Difference <= Tolerance);
    }

    // As models for DirectML are imported, but in arithmetic that has golden numbers on the CPU.
    private ModelSession LoadStaticForm(IModelSource source, WeightPrecision precision)
    {
        var file = new WeightsFile();
        StoredDecoder stored = new DecoderStorage(file, precision)
            .Place(source.Weights, source.Description.RotaryFrequencies, positions: 128);
        Directory.CreateDirectory(_folder["static"]);
        file.Write(Path.Combine(_folder["static"], "weights.bin"), _ => { }, TestContext.Current.CancellationToken);
        string path = Path.Combine(_folder["static"], "model.onnx");
        var graph = new StaticCacheGraph(
            source.Description, stored, "weights.bin", capacity: 64, TensorProto.Types.DataType.Float);
        File.WriteAllBytes(path, graph.Build().ToByteArray());
        return ModelSession.Load(path, ExecutionProvider.Cpu, threads: 1, AttentionKind.Causal);
    }

    private static float[] LastLogits(ModelSession session, int[] ids)
    {
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        using IKeyValueCache cache = session.CreateCache(64);
        return run.Extend(cache, ids, source: 0, logitRows: 1).ToArray();
    }

    private static void SplitSafetensors(string folder)
    {
        string whole = Path.Combine(folder, "model.safetensors");
        Safetensors tensors = Safetensors.Read(whole);
        File.Delete(whole);
        string[] names = [.. tensors.Names];
        Dictionary<string, string> map = [];
        for (int part = 0; part < 2; part++)
        {
            string file = $"model-0000{part + 1}-of-00002.safetensors";
            string[] ofPart = [.. names.Where((_, i) => i % 2 == part)];
            tensors.Only(ofPart).Write(Path.Combine(folder, file));
            foreach (string name in ofPart)
                map.Add(name, file);
        }

        File.WriteAllText(
            Path.Combine(folder, "model.safetensors.index.json"),
            System.Text.Json.JsonSerializer.Serialize(new { weight_map = map }));
    }
}
