using Google.Protobuf;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Models.Onnx;
using LspCompletion.Engine.Tests.Models.Import;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models;

/// <summary>Folders that somebody made to be opened or imported by others: each is refused, at once and in a line.</summary>
public sealed class HostileFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.json", "/dev/zero")]
    [InlineData("model.json", "pipe")]
    [InlineData("model.json", "sparse")]
    [InlineData("tokenizer.json", "pipe")]
    [InlineData("tokenizer.json", "/dev/zero")]
    [InlineData("graphs/cpu.onnx", "pipe")]
    [InlineData("graphs/cpu.onnx", "/dev/zero")]
    public Task A_model_with_what_is_no_file_is_refused_without_waiting_or_reading(string name, string what) => RefusedAsync(
        name, what, () =>
        {
            _folder.Write("model.json", ManifestText.Valid);
            _folder.Write("tokenizer.json", ManifestText.TokenizerContent);
            _folder.Write("graphs/cpu.onnx", ManifestText.GraphContent);
            return _folder.Path;
        },
        folder => Verify(ModelDirectory.Open(folder)));

    [Theory]
    [InlineData("config.json", "pipe")]
    [InlineData("config.json", "/dev/zero")]
    [InlineData("generation_config.json", "pipe")]
    [InlineData("model.onnx", "/dev/zero")]
    [InlineData("model.onnx_data", "pipe")]
    [InlineData("tokenizer.json", "pipe")]
    public Task An_export_with_what_is_no_file_is_refused_too(string name, string what) => RefusedAsync(
        name, what, () =>
        {
            _folder.Write("config.json", ModelDirectoryTests.Configuration);
            _folder.Write("generation_config.json", "{}");
            _folder.Write("tokenizer.json", AsciiTokenizer.Json());
            File.WriteAllBytes(_folder["model.onnx"], GraphWithWeightsIn("model.onnx_data"));
            _folder.Write("model.onnx_data", "");
            return _folder.Path;
        },
        folder => Verify(ModelDirectory.Open(folder)));

    [Theory]
    [InlineData("tokenizer.json", "pipe")]
    [InlineData("config.json", "/dev/zero")]
    [InlineData("model.safetensors", "pipe")]
    [InlineData("model.safetensors", "/dev/zero")]
    [InlineData("model.safetensors.index.json", "/dev/zero")]
    [InlineData("README.md", "pipe")]
    [InlineData("README.md", "/dev/zero")]
    [InlineData("LICENSE", "pipe")]
    public Task A_checkpoint_with_what_is_no_file_is_not_imported(string name, string what) => RefusedAsync(
        name, what, () =>
        {
            string source = ImportedModel.CopyCheckpoint(_folder, "llama");
            File.WriteAllText(Path.Combine(source, "README.md"), "---\nlicense: mit\n---\n");
            File.WriteAllText(Path.Combine(source, "LICENSE"), "The terms.");
            return source;
        },
        Import);

    [Fact]
    public void A_tokenizer_without_end_is_not_read()
    {
        if (OperatingSystem.IsWindows())
            return;

        File.CreateSymbolicLink(_folder["tokenizer.json"], "/dev/zero");

        Assert.Contains("is no regular file", Assert.Throws<EngineException>(() => ModelTokenizer.Load(_folder["tokenizer.json"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_the_manifest_does_not_list_are_refused()
    {
        string source = _folder["imported"];
        ModelDirectory model = ImportedModel.Import(_folder, ImportedModel.CopyCheckpoint(_folder, "llama"));
        Directory.Move(model.Folder, source);
        Verify(ModelDirectory.Open(source));

        // The graph names another file, and all that the manifest says of the graph is true.
        string graph = model.GraphFor(ExecutionProvider.Cpu).File;
        File.Copy(Path.Combine(source, "weights.bin"), Path.Combine(source, "data.bin"));
        ModelProto proto = OnnxFile.Read(Path.Combine(source, graph));
        foreach (StringStringEntryProto entry in proto.Graph.Initializer.SelectMany(tensor => tensor.ExternalData))
            entry.Value = entry.Value.Replace("weights.bin", "data.bin", StringComparison.Ordinal);
        WriteListed(source, graph, proto.ToByteArray());

        EngineException exception = Assert.Throws<EngineException>(() => Verify(ModelDirectory.Open(source)));
        Assert.Contains("has weights in data.bin, which model.json doesn't list", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../outside.bin")]
    [InlineData("*/_ORT_MEM_ADDR_/*")]
    [InlineData("..\\outside.bin")]
    [InlineData("")]
    public void Weights_elsewhere_are_refused(string location)
    {
        _folder.Write("config.json", ModelDirectoryTests.Configuration);
        _folder.Write("tokenizer.json", AsciiTokenizer.Json());
        File.WriteAllBytes(_folder["model.onnx"], GraphWithWeightsIn(location));

        EngineException exception = Assert.Throws<EngineException>(() => Verify(ModelDirectory.Open(_folder.Path)));
        Assert.Contains("outside of its folder", exception.Message, StringComparison.Ordinal);
        Hostile.AssertRefused(_folder, _folder.Path, "outside of its folder");
    }

    [Theory]
    [InlineData("data.bin")]
    [InlineData("model.onnx")]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("README.md")]
    [InlineData("LICENSE")]
    public void An_export_with_a_link_is_not_imported(string name)
    {
        string export = WriteExport();
        string secret = _folder.Write("secret/file", "nobody's business");
        File.Move(Path.Combine(export, name), Path.Combine(_folder["secret"], name));
        File.CreateSymbolicLink(Path.Combine(export, name), name == "data.bin" ? secret : Path.Combine(_folder["secret"], name));

        Hostile.AssertRefused(_folder, export, name, "is a link");
    }

    [Fact]
    public void Weights_behind_a_link_out_of_the_folder_are_not_loaded()
    {
        string export = WriteExport();
        string weights = Path.Combine(export, "data.bin");
        File.Delete(weights);
        File.CreateSymbolicLink(weights, _folder.Write("secret", new string(' ', 1_000_000)));

        EngineException exception = Assert.Throws<EngineException>(() => CompletionEngine.Load(
            export, new EngineOptions { VerificationCacheFolder = null }, progress: null, TestContext.Current.CancellationToken).Dispose());
        Assert.StartsWith("ONNX Runtime can't load the graph", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("model.safetensors")]
    public void A_checkpoint_with_a_link_is_not_imported(string name)
    {
        string source = ImportedModel.CopyCheckpoint(_folder, "llama");
        File.Move(Path.Combine(source, name), _folder["elsewhere"]);
        File.CreateSymbolicLink(Path.Combine(source, name), _folder["elsewhere"]);

        Hostile.AssertRefused(_folder, source, name, "is a link");
    }

    [Fact]
    public void A_folder_of_graphs_that_is_a_link_is_not_imported()
    {
        string export = WriteExport();
        Directory.CreateDirectory(_folder["elsewhere"]);
        File.Move(Path.Combine(export, "model.onnx"), Path.Combine(_folder["elsewhere"], "model.onnx"));
        File.Move(Path.Combine(export, "data.bin"), Path.Combine(_folder["elsewhere"], "data.bin"));
        Directory.CreateSymbolicLink(Path.Combine(export, "onnx"), _folder["elsewhere"]);

        Hostile.AssertRefused(_folder, export, "onnx", "is a link");
    }

    [Fact]
    public void The_links_of_a_cache_of_Hugging_Face_are_followed()
    {
        string source = ImportedModel.CopyCheckpoint(_folder, "llama");
        string snapshot = _folder["models--someone--llama/snapshots/0123456789abcdef0123456789abcdef01234567"];
        string blobs = _folder["models--someone--llama/blobs"];
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(blobs);
        foreach (string file in Directory.GetFiles(source))
        {
            string digest = ManifestText.Sha256(Path.GetFileName(file));
            File.Move(file, Path.Combine(blobs, digest));
            File.CreateSymbolicLink(Path.Combine(snapshot, Path.GetFileName(file)), Path.Combine("..", "..", "blobs", digest));
        }

        Verify(ImportedModel.Import(_folder, snapshot));
    }

    [Fact]
    public void Sizes_that_overflow_are_no_sizes()
    {
        string manifest = ManifestText.With("files.0.size", "9223372036854775807")
            .Replace($"\"size\":{ManifestText.TokenizerContent.Length}", "\"size\":9223372036854775807", StringComparison.Ordinal);
        _folder.Write("model.json", manifest);

        Assert.Contains("more together than a disk", Assert.Throws<EngineException>(() => ModelDirectory.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    private static void Verify(ModelDirectory model) => new ModelVerification(cacheFolder: null, TimeProvider.System)
        .Verify(model, progress: null, TestContext.Current.CancellationToken);

    private static byte[] GraphWithWeightsIn(string location) => new ModelProto
    {
        Graph = new GraphProto
        {
            Initializer =
            {
                new TensorProto { Name = "w", ExternalData = { new StringStringEntryProto { Key = "location", Value = location } } },
            },
        },
    }.ToByteArray();

    private static void WriteListed(string folder, string file, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(folder, file), bytes);
        ModelManifest manifest = ModelDirectory.Open(folder).Manifest;
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        File.WriteAllText(Path.Combine(folder, "model.json"), (manifest with
        {
            Files = [.. manifest.Files.Select(listed => listed.Path == file ? new ModelFile(file, bytes.Length, digest) : listed)],
        }).ToJson());
    }

    /// <summary>Puts what is no file, or one of absurd length, in a file's place, and expects that to be told.</summary>
    private static async Task RefusedAsync(string name, string what, Func<string> make, Action<string> use)
    {
        if (OperatingSystem.IsWindows())
            return;

        string folder = make();
        string path = Path.Combine(folder, name);
        File.Delete(path);
        if (what == "pipe")
            UnixPipe.Make(path);
        else if (what == "sparse")
            File.WriteAllBytes(path, new byte[ManifestText.Valid.Length + (2 << 20)]);
        else
            File.CreateSymbolicLink(path, what);

        Task<EngineException> refusing = Task.Run(() => Assert.Throws<EngineException>(() => use(folder)), TestContext.Current.CancellationToken);
        EngineException exception = await refusing.WithPatienceAsync("the folder to be refused");
        Assert.Contains(name, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    private void Import(string source) => ModelImport.Run(
        new ImportOptions { Source = source, Library = _folder["library"] }, progress: null, TestContext.Current.CancellationToken);

    /// <summary>An export with its weights beside it.</summary>
    private string WriteExport()
    {
        ModelDirectory imported = ImportedModel.Import(_folder, ImportedModel.CopyCheckpoint(_folder, "llama"));
        string export = _folder["export"];
        Directory.CreateDirectory(export);
        ModelProto proto = OnnxFile.Read(imported.PathOf(imported.GraphFor(ExecutionProvider.Cpu).File));
        foreach (StringStringEntryProto entry in proto.Graph.Initializer.SelectMany(tensor => tensor.ExternalData))
            entry.Value = entry.Value.Replace("weights.bin", "data.bin", StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(export, "model.onnx"), proto.ToByteArray());
        File.Copy(imported.PathOf("weights.bin"), Path.Combine(export, "data.bin"));
        File.Copy(imported.TokenizerPath, Path.Combine(export, "tokenizer.json"));
        File.Copy(Path.Combine(_folder["llama"], "config.json"), Path.Combine(export, "config.json"));
        File.WriteAllText(Path.Combine(export, "README.md"), "---\nlicense: mit\n---\n");
        File.WriteAllText(Path.Combine(export, "LICENSE"), "The terms.");
        return export;
    }
}
