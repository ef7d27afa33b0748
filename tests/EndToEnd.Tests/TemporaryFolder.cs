namespace LspCompletion.EndToEnd.Tests;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder's path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("lsp-completion-").FullName;

    /// <summary>The path of something in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file into it.</summary>
    /// <returns>The file's path.</returns>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        string file = this[name];
        File.WriteAllBytes(file, content);
        return file;
    }

    /// <summary>Copies a file into it.</summary>
    public void Copy(string source, string name) => File.Copy(source, this[name]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
