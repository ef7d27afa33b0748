using System.Text.Json;

namespace LspCompletion.Engine.Models;

/// <summary>
/// Remembers verified files from one start to the next. It only ever saves work: whatever goes wrong with it, the worst
/// outcome is that a file is hashed again.
/// </summary>
/// <param name="folder">Where it is kept; null to remember nothing.</param>
internal sealed class VerificationStore(string? folder)
{
    private readonly string? _path = folder is null ? null : Path.Combine(folder, "verified-files.json");

    /// <summary>What is remembered, by absolute path.</summary>
    public Dictionary<string, VerifiedFile> Read()
    {
        if (!File.Exists(_path))
            return [];

        try
        {
            byte[] text = File.ReadAllBytes(_path);
            return JsonSerializer.Deserialize(text, VerificationJson.Default.DictionaryStringVerifiedFile) ?? [];
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return [];
        }
    }

    /// <summary>Remembers files beside those that are remembered already, by other processes included.</summary>
    public void Add(IReadOnlyDictionary<string, VerifiedFile> files)
    {
        if (_path is null || files.Count == 0)
            return;

        Dictionary<string, VerifiedFile> all = Read();
        foreach ((string path, VerifiedFile file) in files)
            all[path] = file;

        // A reader sees the old file or the new one, never a part; of two writers the later one wins.
        string draft = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            string text = JsonSerializer.Serialize(all, VerificationJson.Default.DictionaryStringVerifiedFile);
            File.WriteAllText(draft, text);
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Discard(draft);
        }
    }

    private static void Discard(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            // Whatever kept it from being written may keep it from being deleted.
        }
    }

    private static bool IsExpected(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or JsonException;
}
