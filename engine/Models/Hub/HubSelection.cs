namespace LspCompletion.Engine.Models.Hub;

/// <summary>Which files of a repository a model needs.</summary>
internal static class HubSelection
{
    private static readonly string[] Descriptions =
    [
        "config.json", "generation_config.json", "genai_config.json", "tokenizer.json",
        "README.md", "LICENSE", "LICENSE.txt", "LICENSE.md",
    ];

    /// <summary>Picks them.</summary>
    /// <param name="repository">What was asked for.</param>
    /// <param name="files">What there is.</param>
    /// <exception cref="EngineException">There is nothing that could be imported.</exception>
    public static IReadOnlyList<HubFile> Pick(HubRepository repository, IReadOnlyList<HubFile> files)
    {
        if (repository.File is { } single)
        {
            return files.FirstOrDefault(file => file.Path == single) is { } found
                ? [found]
                : throw new EngineException($"{repository.Name} has no file {single}; it has {ListGguf(files)}.");
        }

        HubFile[] descriptions = [.. files.Where(file => Descriptions.Contains(file.Path))];
        HubFile[] weights = [.. files.Where(file => IsWeights(file.Path))];
        if (weights.Length == 0)
            weights = [.. files.Where(file => IsGraph(file.Path))];
        return weights.Length > 0
            ? [.. descriptions, .. weights]
            : throw new EngineException(
                $"{repository.Name} has neither safetensors nor an ONNX graph; of GGUF it has {ListGguf(files)}, of which " +
                "one can be named.");
    }

    private static bool IsWeights(string path) =>
        !path.Contains('/')
        && path.StartsWith("model", StringComparison.Ordinal)
        && (path.EndsWith(".safetensors", StringComparison.Ordinal)
            || path.EndsWith(".safetensors.index.json", StringComparison.Ordinal));

    // The unquantised graph of an export, with its weights beside it.
    private static bool IsGraph(string path) => path
        is "model.onnx" or "model.onnx_data" or "model.onnx.data" or "onnx/model.onnx" or "onnx/model.onnx_data";

    private static string ListGguf(IReadOnlyList<HubFile> files)
    {
        string[] names = [.. files.Select(file => file.Path).Where(path => path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase))];
        return names.Length == 0 ? "none" : string.Join(", ", names.Take(10));
    }
}
