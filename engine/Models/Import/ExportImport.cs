using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models.Import;

/// <summary>
/// Imports a finished ONNX export: of Optimum and onnx-community, as <see cref="ExportedModel"/> knows it, or of
/// onnxruntime-genai with its <c>genai_config.json</c>. Graphs are taken as they are.
/// </summary>
internal static class ExportImport
{
    private static readonly string[] Companions =
    [
        "tokenizer.json", "config.json", "generation_config.json", "genai_config.json",
    ];

    /// <summary>Imports an export.</summary>
    /// <param name="source">Its folder.</param>
    /// <param name="options">What to call it, and where to put it.</param>
    /// <param name="progress">Is told the share that is done, from 0 to 1; null if nobody asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The model's folder.</returns>
    /// <exception cref="EngineException">It is none, or its graph fits no form that is known.</exception>
    public static string Run(
        string source, ImportOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ModelManifest manifest = File.Exists(Path.Combine(source, GenaiExport.ConfigurationName))
            ? GenaiExport.Describe(source)
            : ModelDirectory.Open(source).Manifest;
        ModelGraph graph = manifest.Graphs[0];
        string[] files = [.. FilesOf(source, graph)];

        // Before ONNX Runtime opens any of them by its path.
        foreach (string file in files)
            SourceFiles.Open(source, file).Dispose();
        GraphForm? form = FormOf(source, graph);
        return ModelLibrary.Create(options.Library, options.Name ?? manifest.Name, folder =>
        {
            ModelLicence? licence = Copy(source, files, folder, cancellationToken);
            ManifestFile.Write(folder, manifest with
            {
                Name = ModelLibrary.FolderName(options.Name ?? manifest.Name),
                Licence = licence,
                Origin = $"imported from the export {Path.GetFileName(source)}",
                Graphs = [graph with { Form = form }],
                Files = ModelFiles.Describe(folder, share => progress?.Report(share), cancellationToken),
            });
        });
    }

    // ONNX Runtime reads it, and its inputs and outputs tell.
    private static GraphForm? FormOf(string source, ModelGraph graph)
    {
        using ISequenceModel session = SequenceModels.Load(
            graph, file => Path.Combine(source, file), ExecutionProvider.Cpu, threads: 1, AttentionKind.Causal);
        return (session as ModelSession)?.Signature.Form;
    }

    private static IEnumerable<string> FilesOf(string source, ModelGraph graph) => graph.AllFiles
        .SelectMany(file => ExternalFiles.Of(source, file).Prepend(file)).Distinct()
        .Concat(Companions.Where(name => File.Exists(Path.Combine(source, name))));

    private static ModelLicence? Copy(
        string source, IReadOnlyList<string> files, string folder, CancellationToken cancellationToken)
    {
        foreach (string file in files)
        {
            string target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            SourceFiles.Copy(source, file, target, cancellationToken);
        }

        return LicenceFiles.Copy(source, folder, cancellationToken);
    }
}
