using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models.Onnx;

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
        string graph = Path.Combine(source, manifest.Graphs[0].File);
        GraphForm form = FormOf(graph);
        return ModelLibrary.Create(options.Library, options.Name ?? manifest.Name, folder =>
        {
            ModelLicence? licence = Copy(source, manifest.Graphs[0].File, folder, cancellationToken);
            ManifestFile.Write(folder, manifest with
            {
                Name = ModelLibrary.FolderName(options.Name ?? manifest.Name),
                Licence = licence,
                Origin = $"imported from the export {Path.GetFileName(source)}",
                Graphs = [manifest.Graphs[0] with { Form = form }],
                Files = ModelFiles.Describe(folder, share => progress?.Report(share), cancellationToken),
            });
        });
    }

    // ONNX Runtime reads it, and its inputs and outputs tell.
    private static GraphForm FormOf(string graph)
    {
        using ModelSession session = ModelSession.Load(graph, ExecutionProvider.Cpu, threads: 1);
        return session.Signature.Form;
    }

    private static ModelLicence? Copy(string source, string graph, string folder, CancellationToken cancellationToken)
    {
        string graphFolder = Path.GetDirectoryName(graph)!;
        IEnumerable<string> files =
        [
            graph,
            .. OnnxFile.ExternalFiles(Path.Combine(source, graph)).Select(file => Path.Combine(graphFolder, file)),
            .. Companions.Where(name => File.Exists(Path.Combine(source, name))),
        ];
        foreach (string file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(source, file), target);
        }

        return LicenceFiles.Copy(source, folder);
    }
}
