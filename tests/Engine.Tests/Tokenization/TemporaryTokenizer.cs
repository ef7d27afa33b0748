namespace LspCompletion.Engine.Tests.Tokenization;

/// <summary>A tokenizer.json that is deleted after the test.</summary>
internal sealed class TemporaryTokenizer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenizer");

    public TemporaryTokenizer(string json) => File.WriteAllText(Path, json);

    public string Path => System.IO.Path.Combine(_folder.FullName, "tokenizer.json");

    public void Dispose() => _folder.Delete(recursive: true);
}
