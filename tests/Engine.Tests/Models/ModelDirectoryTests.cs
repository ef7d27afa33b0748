using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models;

public sealed class ModelDirectoryTests : IDisposable
{
    internal const string Configuration =
        """{ "model_type": "gpt2", "n_embd": 64, "n_head": 4, "n_layer": 2, "n_positions": 128, "vocab_size": 160 }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_with_a_manifest_is_opened()
    {
        _folder.Write("model.json", ManifestText.Valid);

        ModelDirectory model = ModelDirectory.Open(_folder.Path);

        Assert.Equal("small", model.Manifest.Name);
        Assert.Equal(_folder.Path, model.Folder);
        Assert.Equal(_folder["tokenizer.json"], model.TokenizerPath);
        Assert.Equal(Path.Combine(_folder.Path, "graphs", "cpu.onnx"), model.PathOf("graphs/cpu.onnx"));
    }

    [Fact]
    public void A_relative_path_and_a_separator_at_its_end_make_no_difference()
    {
        _folder.Write("model.json", ManifestText.Valid);
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, _folder.Path);

        Assert.Equal(_folder.Path, ModelDirectory.Open(relative + Path.DirectorySeparatorChar).Folder);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("onnx/model.onnx")]
    public void An_export_is_opened_wherever_its_graph_lies(string graph)
    {
        _folder.Write("config.json", Configuration);
        _folder.Write(graph, "");

        ModelDirectory model = ModelDirectory.Open(_folder.Path);

        Assert.Equal(graph, Assert.Single(model.Manifest.Graphs).File);
    }

    [Theory]
    [InlineData("gemma")]
    [InlineData("gpt2")]
    [InlineData("gpt_bigcode")]
    [InlineData("granite")]
    [InlineData("llama")]
    [InlineData("mistral")]
    [InlineData("qwen2")]
    public void What_Optimum_exported_is_opened(string family)
    {
        ModelDirectory model = ModelDirectory.Open(RepositoryPaths.Fixture("models", "optimum", family));

        Assert.Equal(family, model.Manifest.Architecture.Family);
        Assert.True(File.Exists(model.PathOf(model.GraphFor(ExecutionProvider.Cpu).File)));
    }

    [Fact]
    public void The_manifest_goes_before_the_configuration()
    {
        _folder.Write("model.json", ManifestText.Valid);
        _folder.Write("config.json", Configuration);
        _folder.Write("model.onnx", "");

        Assert.Equal("llama", ModelDirectory.Open(_folder.Path).Manifest.Architecture.Family);
    }

    [Theory]
    [InlineData("")]
    [InlineData("config.json")]
    [InlineData("model.onnx")]
    [InlineData("config.json other.onnx")]
    public void A_folder_without_a_model_says_what_was_looked_for(string files)
    {
        foreach (string file in files.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            _folder.Write(file, Configuration);

        Assert.Equal(
            $"{_folder.Path} holds no model: there is neither model.json nor config.json with model.onnx, or " +
            "encoder_model.onnx and decoder_model_merged.onnx (or decoder_model.onnx and decoder_with_past_model.onnx), there " +
            "or in onnx; give --model a folder that has them.",
            Fault(_folder.Path));
    }

    [Fact]
    public void A_folder_that_is_absent_is_named()
    {
        Assert.Equal(
            $"The model folder {_folder["gone"]} does not exist, and no model of the library is called so; correct --model, " +
            "or leave it out for the default model. `lsp-completion models list` shows which there are.",
            Fault(_folder["gone"]));
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_named()
    {
        string file = _folder.Write("model.onnx", "");

        Assert.Equal($"{file} is a file; give --model the folder that holds the model.", Fault(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_folder_without_a_name_is_refused(string path) =>
        Assert.StartsWith("The model folder has no name", Fault(path), StringComparison.Ordinal);

    [Fact]
    public void A_graph_is_found_by_its_execution_provider()
    {
        _folder.Write("model.json", ManifestText.Valid);
        ModelDirectory model = ModelDirectory.Open(_folder.Path);

        Assert.Equal("graphs/cpu.onnx", model.GraphFor(ExecutionProvider.Cpu).File);
        Assert.Equal(
            "The model small has no graph for DirectML, only for Cpu; choose one of these.",
            Assert.Throws<EngineException>(() => model.GraphFor(ExecutionProvider.DirectML)).Message);
    }

    private static string Fault(string path) => Assert.Throws<EngineException>(() => ModelDirectory.Open(path)).Message;
}
