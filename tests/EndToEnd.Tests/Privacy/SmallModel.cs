using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests.Privacy;

/// <summary>A model that is loaded in no time, for all tests of a class: it matters that one is run, not what it writes.</summary>
public sealed class SmallModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallModel()
    {
        Checkpoint = TinyCheckpoint.Write(_folder["checkpoint"]);
        foreach ((string fixture, string name) in ((string, string)[])[("shared-buffer", "model.onnx"), (Path.Combine("optimum", "llama"), "config.json")])
            _folder.Copy(RepositoryPaths.Fixture("models", fixture, name), name);
        File.Copy(Path.Combine(Checkpoint, "tokenizer.json"), _folder["tokenizer.json"]);
    }

    /// <summary>The model's folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>A folder with what another one could be imported from.</summary>
    public string Checkpoint { get; }

    public void Dispose() => _folder.Dispose();
}
