using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Prompting;
using LspCompletion.Engine.Tokenization;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models;

public sealed class DefaultModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_clone_has_the_default_model_and_it_is_whole()
    {
        ModelDirectory model = ModelDirectory.Open(DefaultModel.Locate());
        var verification = new ModelVerification(_folder.Path, TimeProvider.System);

        VerificationResult result = verification.Verify(model, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(Path.Combine(RepositoryPaths.Root, "models", "default"), model.Folder);
        Assert.Equal(5, result.Hashed);
    }

    [Fact]
    public void Its_manifest_says_what_its_configuration_says()
    {
        ModelDirectory model = ModelDirectory.Open(DefaultModel.Locate());
        ModelManifest derived = ExportedModel.Describe(
            model.Folder, new ModelGraph { ExecutionProvider = ExecutionProvider.Cpu, File = "model.onnx" });

        Assert.Equal(derived.Architecture, model.Manifest.Architecture with { Quantisation = null });
    }

    [Fact]
    public void Its_vocabulary_has_the_tokens_that_its_manifest_names()
    {
        ModelDirectory model = ModelDirectory.Open(DefaultModel.Locate());
        ModelTokenizer tokenizer = ModelTokenizer.Load(model.TokenizerPath);

        FimFormat format = model.Manifest.FillInTheMiddle!.Resolve(tokenizer, modelName: null, architecture: null);

        Assert.Equal("lsp-completion", format.Name);
        Assert.All(model.Manifest.StopTokens, token => Assert.True(tokenizer.TryGetSpecialToken(token, out _)));
    }

    [Fact]
    public void Beside_the_executable_goes_before_above_it()
    {
        _folder.Write("models/default/model.json", "{}");
        string start = Path.Combine(_folder.Path, "bin", "Release");
        Directory.CreateDirectory(start);
        Assert.Equal(Path.Combine(_folder.Path, "models", "default"), DefaultModel.LocateFrom(start));

        _folder.Write("bin/Release/models/default/model.json", "{}");
        Assert.Equal(Path.Combine(start, "models", "default"), DefaultModel.LocateFrom(start));
    }

    [Fact]
    public void Where_there_is_none_it_says_where_it_was_looked_for()
    {
        EngineException exception = Assert.Throws<EngineException>(() => DefaultModel.LocateFrom(_folder.Path));

        Assert.Equal(
            $"The default model is not in {Path.Combine(_folder.Path, "models", "default")} nor in a folder above; " +
            "install the program again, or choose a model with --model.",
            exception.Message);
    }
}
