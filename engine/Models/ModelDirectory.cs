using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models;

/// <summary>A folder that holds a model, described by its <c>model.json</c> or as an export without one.</summary>
/// <remarks>Opening reads descriptions only; <see cref="ModelVerification"/> tells whether files are whole.</remarks>
public sealed class ModelDirectory
{
    private ModelDirectory(string folder, ModelManifest manifest)
    {
        Folder = folder;
        Manifest = manifest;
    }

    /// <summary>The folder's absolute path.</summary>
    public string Folder { get; }

    /// <summary>What the model is.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The absolute path of the tokenizer.</summary>
    public string TokenizerPath => PathOf(Manifest.Tokenizer);

    /// <summary>Reads what a folder says of its model.</summary>
    /// <param name="path">
    /// The folder, absolute or relative to the working directory; or the name of one in the user's
    /// <see cref="ModelLibrary"/>.
    /// </param>
    /// <exception cref="EngineException">There is no such folder, or no model in it, or it is misdescribed.</exception>
    public static ModelDirectory Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new EngineException("The model folder has no name; give one with --model, or leave the option out.");

        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Path.Exists(folder) && ModelLibrary.Find(path) is { } ofName)
            folder = ofName;
        if (File.Exists(folder))
            throw new EngineException($"{folder} is a file; give --model the folder that holds the model.");
        if (!Directory.Exists(folder))
        {
            throw new EngineException(
                $"The model folder {folder} does not exist, and no model of the library is called so; correct --model, or " +
                "leave it out for the default model. `lsp-completion models list` shows which there are.");
        }

        return new ModelDirectory(folder, Describe(folder));
    }

    /// <summary>The absolute path of a file of the model.</summary>
    /// <param name="file">The file as the manifest spells it, relative and with forward slashes.</param>
    public string PathOf(string file) => Path.GetFullPath(Path.Combine(Folder, file));

    /// <summary>The graph that was made for an execution provider.</summary>
    /// <exception cref="EngineException">The model has none.</exception>
    public ModelGraph GraphFor(ExecutionProvider provider) =>
        Manifest.Graphs.FirstOrDefault(graph => graph.ExecutionProvider == provider)
        ?? throw new EngineException(
            $"The model {Manifest.Name} has no graph for {provider}, only for " +
            $"{string.Join(", ", Manifest.Graphs.Select(graph => graph.ExecutionProvider))}; choose one of these.");

    /// <summary>Bytes of a graph with the weights that lie beside it.</summary>
    internal long WeightBytes(ModelGraph graph)
    {
        IEnumerable<string> others = Manifest.Graphs.Where(other => other != graph).SelectMany(other => other.AllFiles);
        string[] apart = [.. others, Manifest.Tokenizer, Manifest.Licence?.File ?? ""];
        return Manifest.Files.Count == 0
            ? graph.AllFiles.Sum(file => new FileInfo(PathOf(file)).Length)
            : Manifest.Files.Where(file => !apart.Contains(file.Path)).Sum(file => file.Size);
    }

    private static ModelManifest Describe(string folder)
    {
        string manifest = Path.Combine(folder, ManifestFile.Name);
        if (File.Exists(manifest))
            return ManifestFile.Read(manifest);

        bool hasConfiguration = File.Exists(Path.Combine(folder, ExportedModel.ConfigurationName));
        return hasConfiguration && ExportedModel.FindGraph(folder) is { } graph
            ? ExportedModel.Describe(folder, graph)
            : throw new EngineException(
                $"{folder} holds no model: there is neither {ManifestFile.Name} nor " +
                $"{ExportedModel.ConfigurationName} with {ExportedModel.ExpectedGraphs}; " +
                "give --model a folder that has them.");
    }
}
