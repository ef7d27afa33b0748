using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Tests.Models;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests;

/// <summary>What a model folder that can't be used is told, in one line each.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_export_without_manifest_loads_and_completes()
    {
        Export("optimum/llama");
        File.WriteAllText(_folder["tokenizer.json"], AsciiTokenizer.Json());

        using CompletionEngine engine = Load();
        using Slot slot = engine.CreateSlot();
        var request = new CompletionRequest
        {
            Path = "a.py",
            Prefix = "x = ",
            Suffix = "",
            Decoding = new DecodingOptions { MaxTokens = 8, MaxLines = 0 },
        };
        CompletionResult result = engine.Complete(slot, request, onText: null, TestContext.Current.CancellationToken);

        Assert.Equal("prefix-only", engine.FormatName);
        Assert.Equal(4, result.Stats.ComputedTokens);
        Assert.Equal(8, result.Stats.GeneratedTokens);
    }

    [Fact]
    public void Progress_goes_from_nothing_to_all_and_never_back()
    {
        Export("optimum/llama");
        File.WriteAllText(_folder["tokenizer.json"], AsciiTokenizer.Json());
        List<double> shares = [];

        using CompletionEngine engine = CompletionEngine.Load(
            _folder.Path, new EngineOptions { VerificationCacheFolder = null }, new InlineProgress(shares.Add), TestContext.Current.CancellationToken);

        Assert.Equal(shares.Order(), shares);
        Assert.InRange(shares[0], 0, 0.5);
        Assert.Equal(1, shares[^1], tolerance: 1e-9);
    }

    [Fact]
    public void A_tokenizer_of_another_model_is_refused()
    {
        Export("optimum/llama");

        AssertOneLine(Assert.Throws<EngineException>(Load), "has 3000 tokens", "only 160", "different models");
    }

    [Fact]
    public void A_graph_that_fits_no_form_is_refused()
    {
        Export("encoder-decoder", graph: "encoder_model.onnx");

        AssertOneLine(Assert.Throws<EngineException>(Load), "fits no form", "model.onnx");
    }

    [Fact]
    public void A_tokenizer_of_an_unknown_kind_is_refused()
    {
        Export("optimum/llama");
        File.WriteAllText(_folder["tokenizer.json"], """{ "model": { "type": "Unigram", "vocab": [] } }""");

        AssertOneLine(Assert.Throws<EngineException>(Load), "tokenizer.json", "Unigram");
    }

    [Fact]
    public void A_missing_tokenizer_is_named_before_anything_is_loaded()
    {
        Export("optimum/llama");
        File.Delete(_folder["tokenizer.json"]);

        AssertOneLine(Assert.Throws<EngineException>(Load), "tokenizer.json is missing");
    }

    private static void AssertOneLine(EngineException exception, params string[] parts)
    {
        Assert.DoesNotContain('\n', exception.Message);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private void Export(string model, string graph = "model.onnx")
    {
        File.Copy(RepositoryPaths.Fixture("models", model, graph), _folder["model.onnx"]);
        File.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), _folder["config.json"]);
        File.Copy(RepositoryPaths.Fixture("Tokenizers", "gpt2", "tokenizer.json"), _folder["tokenizer.json"]);
    }

    private CompletionEngine Load() => CompletionEngine.Load(
        _folder.Path, new EngineOptions { VerificationCacheFolder = null }, progress: null, TestContext.Current.CancellationToken);
}
