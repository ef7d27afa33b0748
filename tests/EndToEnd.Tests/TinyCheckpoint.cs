using LspCompletion.Tests;

namespace LspCompletion.EndToEnd.Tests;

/// <summary>A checkpoint of random weights, Llama's family, with a token for each character of ASCII.</summary>
internal static class TinyCheckpoint
{
    /// <summary>Writes one.</summary>
    /// <returns>Its folder, which is the one that is given.</returns>
    public static string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(RepositoryPaths.Fixture("models", "checkpoints", "llama")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), AsciiTokenizer.Json());
        return folder;
    }
}
