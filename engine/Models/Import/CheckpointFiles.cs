using System.Text.Json;
using LspCompletion.Engine.Files;

namespace LspCompletion.Engine.Models.Import;

/// <summary>The safetensors files of a checkpoint: one, or several that an index lists.</summary>
internal sealed class CheckpointFiles : IDisposable
{
    private const string SingleName = "model.safetensors";
    private const string IndexName = "model.safetensors.index.json";

    /// <summary>Far more than the index of any model takes.</summary>
    private const int MostIndexBytes = 1 << 26;

    private readonly List<SafetensorsFile> _files = [];

    private CheckpointFiles()
    {
    }

    /// <summary>The tensors of all files by name.</summary>
    public Dictionary<string, SourceTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a folder has such files.</summary>
    public static bool AreIn(string folder) =>
        File.Exists(Path.Combine(folder, SingleName)) || File.Exists(Path.Combine(folder, IndexName));

    /// <summary>Opens them.</summary>
    /// <exception cref="EngineException">One is missing or damaged, or two have a tensor of the same name.</exception>
    public static CheckpointFiles Open(string folder)
    {
        var checkpoint = new CheckpointFiles();
        try
        {
            foreach (string name in Names(folder))
            {
                string path = SourceFiles.PathOf(folder, name);
                var file = SafetensorsFile.Open(path);
                checkpoint._files.Add(file);
                foreach ((string tensorName, SourceTensor tensor) in file.Tensors)
                {
                    if (!checkpoint.Tensors.TryAdd(tensorName, tensor))
                        throw new EngineException($"{path} has the tensor {tensorName} a second time; get the model again.");
                }
            }

            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafetensorsFile file in _files)
            file.Dispose();
    }

    private static string[] Names(string folder)
    {
        string index = Path.Combine(folder, IndexName);
        if (!File.Exists(index))
            return [SingleName];

        try
        {
            using JsonDocument document = JsonDocument.Parse(RegularFile.ReadAllBytes(index, MostIndexBytes));
            string[] names =
            [
                .. document.RootElement.GetProperty("weight_map").EnumerateObject()
                    .Select(entry => entry.Value.GetString()!).Distinct().Order(StringComparer.Ordinal),
            ];
            return names.Any(name => name is null || !FileText.IsName(name) || name != Path.GetFileName(name))
                ? throw new EngineException($"{index} names files outside of its folder; get the model again.")
                : names;
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException(
                $"{index} doesn't list files as it should ({exception.Message.ReplaceLineEndings(" ")}); " +
                "get the model again.",
                exception);
        }
    }
}
