using System.Text.Json;
using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Prompting;

namespace LspCompletion.Engine.Tests.Models;

public sealed class ManifestFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_manifest_leaves_out_has_its_default()
    {
        ModelManifest manifest = Read(ManifestText.Valid);

        Assert.Equal(AttentionKind.Causal, manifest.Attention);
        Assert.Empty(manifest.StopTokens);
        Assert.Empty(manifest.StopTokenIds);
        Assert.Null(manifest.FillInTheMiddle);
        Assert.Null(manifest.Licence);
        Assert.Null(manifest.Architecture.RotaryBase);
        Assert.Null(manifest.Graphs[0].Form);
    }

    [Fact]
    public void A_manifest_with_a_graph_for_each_execution_provider_is_read()
    {
        ModelManifest manifest = Read(
            """
            {
              "manifestVersion": 1, "name": "two graphs", "version": "2.1", "origin": "made up",
              "licence": { "spdx": "MIT" },
              "architecture": {
                "family": "llama", "layers": 2, "hiddenSize": 64, "heads": 4, "keyValueHeads": 1, "headSize": 16,
                "feedForwardSize": 128, "vocabularySize": 160, "rotaryBase": 10000.5, "quantisation": "none"
              },
              "attention": "prefix", "contextLength": 128, "tokenizer": "t.json",
              "stopTokens": ["<end>"], "stopTokenIds": [0, 7],
              "graphs": [
                { "executionProvider": "cpu", "file": "cpu.onnx", "form": "shared-buffer" },
                { "executionProvider": "directml", "file": "dml.onnx", "form": "static-cache" }
              ],
              "files": [
                { "path": "t.json", "size": 1, "sha256": "0000000000000000000000000000000000000000000000000000000000000000" },
                { "path": "cpu.onnx", "size": 1, "sha256": "1111111111111111111111111111111111111111111111111111111111111111" },
                { "path": "dml.onnx", "size": 1, "sha256": "2222222222222222222222222222222222222222222222222222222222222222" },
                { "path": "weights.bin", "size": 5000000000, "sha256": "abcdefABCDEF3333333333333333333333333333333333333333333333333333" }
              ]
            }
            """);

        Assert.Equal("two graphs", manifest.Name);
        Assert.Equal(new ModelLicence("MIT"), manifest.Licence);
        Assert.Equal(10000.5, manifest.Architecture.RotaryBase);
        Assert.Equal(AttentionKind.Prefix, manifest.Attention);
        Assert.Equal(["<end>"], manifest.StopTokens);
        Assert.Equal([0, 7], manifest.StopTokenIds);
        Assert.Equal(
            [
                (ExecutionProvider.Cpu, "cpu.onnx", GraphForm.SharedBuffer),
                (ExecutionProvider.DirectML, "dml.onnx", GraphForm.StaticCache),
            ],
            manifest.Graphs.Select(graph => (graph.ExecutionProvider, graph.File, graph.Form)));
        Assert.Equal(5_000_000_000, manifest.Files[3].Size);
    }

    [Fact]
    public void A_format_may_be_written_out()
    {
        const string format =
            """{ "template": [{ "token": "<p>" }, { "slot": "prefix" }, { "slot": "middle" }], "stops": ["<e>"], "tabWidth": 4 }""";

        FimFormatSpecification? specification = Read(ManifestText.With("fillInTheMiddle", format)).FillInTheMiddle;

        Assert.Null(specification!.Format);
        Assert.Equal(
            [
                new FimPartSpecification { Token = "<p>" },
                new FimPartSpecification { Slot = "prefix" },
                new FimPartSpecification { Slot = "middle" },
            ],
            specification.Template!);
        Assert.Equal(["<e>"], specification.Stops!);
        Assert.Equal(4, specification.TabWidth);
    }

    [Fact]
    public void A_manifest_that_was_written_is_read_back()
    {
        ModelManifest manifest = Read(ManifestText.Valid);
        string written = JsonSerializer.Serialize(manifest, ManifestJson.Default.ModelManifest);

        Assert.Equivalent(manifest, Read(written), strict: true);
    }

    [Theory]
    [InlineData("manifestVersion", null, "$.manifestVersion is missing")]
    [InlineData("manifestVersion", "\"1\"", "$.manifestVersion is \"1\" and should be a whole number")]
    [InlineData("name", null, "$.name is missing")]
    [InlineData("name", "null", "$.name is null and should be a string")]
    [InlineData("name", "7", "$.name is 7 and should be a string")]
    [InlineData("architecture", null, "$.architecture is missing")]
    [InlineData("architecture", "[]", "$.architecture is a list and should be an object")]
    [InlineData("architecture.layers", null, "$.architecture.layers is missing")]
    [InlineData("architecture.layers", "\"two\"", "$.architecture.layers is \"two\" and should be a whole number")]
    [InlineData("architecture.layers", "2.5", "$.architecture.layers is 2.5 and should be a whole number")]
    [InlineData("architecture.layers", "0", "$.architecture.layers is 0 and should be greater than 0")]
    [InlineData("architecture.layers", "3000000000", "$.architecture.layers is 3000000000 and should be a whole number")]
    [InlineData("architecture.encoderLayers", "0", "$.architecture.encoderLayers is 0 and should be greater than 0")]
    [InlineData("architecture.encoderLayers", "2", "$.graphs[0].encoder is missing, and $.architecture.encoderLayers says that there is one")]
    [InlineData("graphs.0.withPast", "\"cpu.onnx\"", "$.graphs[0].withPast belongs to a graph with an encoder")]
    [InlineData("architecture.keyValueHeads", "3", "$.architecture.keyValueHeads is 3 and should divide the 4 heads")]
    [InlineData("architecture.rotaryBase", "true", "$.architecture.rotaryBase is true and should be a number")]
    [InlineData("contextlength", "128", "$.contextlength is not a property of this version of the manifest")]
    [InlineData("contextLength", "-1", "$.contextLength is -1 and should be greater than 0")]
    [InlineData("attention", "\"both\"", "$.attention is \"both\" and should be one of causal, prefix")]
    [InlineData("attention", "1", "$.attention is 1 and should be one of causal, prefix")]
    [InlineData("stopTokens", "\"<end>\"", "$.stopTokens is \"<end>\" and should be a list")]
    [InlineData("stopTokens", "[null]", "$.stopTokens[0] is null and should be a string")]
    [InlineData("stopTokenIds", "[0, \"<end>\"]", "$.stopTokenIds[1] is \"<end>\" and should be a whole number")]
    [InlineData("fillInTheMiddle", "\"starcoder\"", "$.fillInTheMiddle is \"starcoder\" and should be an object")]
    [InlineData("fillInTheMiddle", """{ "name": "starcoder" }""", "$.fillInTheMiddle.name is not a property of this version of the manifest")]
    [InlineData("fillInTheMiddle", """{ "template": [{ "slot": 1 }] }""", "$.fillInTheMiddle.template[0].slot is 1 and should be a string")]
    [InlineData("licence", "\"MIT\"", "$.licence is \"MIT\" and should be an object")]
    [InlineData("licence", "{}", "$.licence.spdx is missing")]
    [InlineData("licence", """{ "spdx": "MIT", "file": "LICENSE" }""", "$.licence.file is \"LICENSE\", which is not listed in $.files")]
    [InlineData("tokenizer", "\"other.json\"", "$.tokenizer is \"other.json\", which is not listed in $.files")]
    [InlineData("graphs", "[]", "$.graphs is empty")]
    [InlineData("graphs.0.executionProvider", "\"abacus\"", "$.graphs[0].executionProvider is \"abacus\" and should be one of cpu, directml")]
    [InlineData("graphs.0.form", "\"round\"", "$.graphs[0].form is \"round\" and should be one of shared-buffer, static-cache, concatenating")]
    [InlineData("graphs.0.file", "\"other.onnx\"", "$.graphs[0].file is \"other.onnx\", which is not listed in $.files")]
    [InlineData("graphs.1", """{ "executionProvider": "cpu", "file": "tokenizer.json" }""", "$.graphs[1].executionProvider has a graph already")]
    [InlineData("files", "{}", "$.files is an object and should be a list")]
    [InlineData("files", "[]", "$.files is empty")]
    [InlineData("files.0.size", null, "$.files[0].size is missing")]
    [InlineData("files.0.size", "-5", "$.files[0].size is -5 and should not be negative")]
    [InlineData("files.0.sha256", "\"12ab\"", "$.files[0].sha256 should be 64 hexadecimal digits")]
    [InlineData("files.0.sha256", "\"g000000000000000000000000000000000000000000000000000000000000000\"", "$.files[0].sha256 should be 64 hexadecimal digits")]
    [InlineData("files.1.path", "\"Graphs/CPU.onnx\"", "$.files[1].path names \"Graphs/CPU.onnx\" a second time")]
    public void A_fault_is_named_by_its_path(string place, string? json, string fault)
    {
        EngineException exception = Assert.Throws<EngineException>(() => Read(ManifestText.With(place, json)));

        Assert.Equal($"{_folder["model.json"]}: {fault}; correct it, or get the model again.", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../weights.bin")]
    [InlineData("a/../../weights.bin")]
    [InlineData("a/.. /weights.bin")]
    [InlineData("./weights.bin")]
    [InlineData("/etc/weights.bin")]
    [InlineData("//server/share/weights.bin")]
    [InlineData("C:/weights.bin")]
    [InlineData("c:weights.bin")]
    [InlineData("a\\b.bin")]
    [InlineData("a//b.bin")]
    [InlineData("a/")]
    [InlineData("a\0b")]
    public void A_path_out_of_the_folder_is_refused(string path)
    {
        string text = ManifestText.With("files.0.path", JsonSerializer.Serialize(path));

        EngineException exception = Assert.Throws<EngineException>(() => Read(text));

        Assert.Contains("$.files[0].path", exception.Message, StringComparison.Ordinal);
        Assert.Contains("stays in the model's folder", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("-1")]
    public void An_unknown_version_is_told_from_what_is_supported(string version)
    {
        string text = $$"""{ "manifestVersion": {{version}}, "shape": "unheard of" }""";

        EngineException exception = Assert.Throws<EngineException>(() => Read(text));

        Assert.Equal(
            $"{_folder["model.json"]} is a manifest of version {version}, and this program reads version 1; " +
            "update the program, or get the model in that version.",
            exception.Message);
    }

    [Theory]
    [InlineData("", " is not JSON (line 1)")]
    [InlineData("{\n\"name\": ", " is not JSON (line 2)")]
    [InlineData("{\n\n  name\n}", " is not JSON (line 3)")]
    [InlineData("[]", ": $ is a list and should be an object")]
    [InlineData("null", ": $ is null and should be an object")]
    public void A_text_that_is_no_manifest_is_refused(string text, string fault)
    {
        EngineException exception = Assert.Throws<EngineException>(() => Read(text));

        Assert.Equal($"{_folder["model.json"]}{fault}; correct it, or get the model again.", exception.Message);
    }

    [Fact]
    public void A_property_that_stands_twice_is_refused()
    {
        string text = ManifestText.Valid.Replace("\"name\":", "\"name\": \"large\", \"name\":", StringComparison.Ordinal);

        EngineException exception = Assert.Throws<EngineException>(() => Read(text));

        Assert.Equal(
            $"{_folder["model.json"]}: $.name is ambiguous or misplaced; correct it, or get the model again.",
            exception.Message);
    }

    private ModelManifest Read(string text) => ManifestFile.Read(_folder.Write("model.json", text));
}
