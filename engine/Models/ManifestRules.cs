using LspCompletion.Engine.Inference;

namespace LspCompletion.Engine.Models;

/// <summary>What a manifest must say beyond having the right shape.</summary>
internal static class ManifestRules
{
    private const int Sha256Digits = 64;

    /// <summary>The first property that makes no sense, by its JSON path; null if all is well.</summary>
    public static string? FirstFault(ModelManifest manifest) => Faults(manifest).FirstOrDefault();

    private static IEnumerable<string> Faults(ModelManifest manifest) =>
    [
        .. FigureFaults(manifest),
        .. FileFaults(manifest.Files),
        .. GraphFaults(manifest.Graphs),
        .. EncoderFaults(manifest),
        .. ReferenceFaults(manifest),
    ];

    private static IEnumerable<string> FigureFaults(ModelManifest manifest)
    {
        ModelArchitecture architecture = manifest.Architecture;
        (string Path, int Value)[] figures =
        [
            ("$.architecture.layers", architecture.Layers),
            ("$.architecture.hiddenSize", architecture.HiddenSize),
            ("$.architecture.heads", architecture.Heads),
            ("$.architecture.keyValueHeads", architecture.KeyValueHeads),
            ("$.architecture.headSize", architecture.HeadSize),
            ("$.architecture.feedForwardSize", architecture.FeedForwardSize),
            ("$.architecture.vocabularySize", architecture.VocabularySize),
            ("$.architecture.encoderLayers", architecture.EncoderLayers ?? 1),
            ("$.contextLength", manifest.ContextLength),
        ];

        foreach ((string path, int value) in figures)
        {
            if (value <= 0)
                yield return $"{path} is {value} and should be greater than 0";
        }

        if (architecture.KeyValueHeads > 0 && architecture.Heads % architecture.KeyValueHeads != 0)
        {
            yield return $"$.architecture.keyValueHeads is {architecture.KeyValueHeads} " +
                $"and should divide the {architecture.Heads} heads";
        }
    }

    private static IEnumerable<string> FileFaults(IReadOnlyList<ModelFile> files)
    {
        if (files.Count == 0)
            yield return "$.files is empty";
        if (files.Sum(file => (decimal)file.Size) > long.MaxValue)
            yield return "$.files has sizes that are more together than a disk can hold";

        for (int i = 0; i < files.Count; i++)
        {
            if (!StaysInside(files[i].Path))
            {
                yield return $"$.files[{i}].path is \"{files[i].Path}\" " +
                    "and should be a relative path with forward slashes that stays in the model's folder";
            }

            // Two files that only a case-sensitive system tells apart would be one elsewhere.
            if (files.Take(i).Any(earlier => earlier.Path.Equals(files[i].Path, StringComparison.OrdinalIgnoreCase)))
                yield return $"$.files[{i}].path names \"{files[i].Path}\" a second time";
            if (files[i].Size < 0)
                yield return $"$.files[{i}].size is {files[i].Size} and should not be negative";
            if (files[i].Sha256 is not { Length: Sha256Digits } digits || !digits.All(char.IsAsciiHexDigit))
                yield return $"$.files[{i}].sha256 should be {Sha256Digits} hexadecimal digits";
        }
    }

    private static IEnumerable<string> GraphFaults(IReadOnlyList<ModelGraph> graphs)
    {
        if (graphs.Count == 0)
            yield return "$.graphs is empty";

        for (int i = 0; i < graphs.Count; i++)
        {
            if (graphs.Take(i).Any(earlier => earlier.ExecutionProvider == graphs[i].ExecutionProvider))
                yield return $"$.graphs[{i}].executionProvider has a graph already";
        }
    }

    private static IEnumerable<string> EncoderFaults(ModelManifest manifest)
    {
        for (int i = 0; i < manifest.Graphs.Count; i++)
        {
            ModelGraph graph = manifest.Graphs[i];
            if (graph.Encoder is null && graph.WithPast is not null)
                yield return $"$.graphs[{i}].withPast belongs to a graph with an encoder";
            if (graph.Encoder is null != manifest.Architecture.EncoderLayers is null)
            {
                yield return graph.Encoder is null
                    ? $"$.graphs[{i}].encoder is missing, and $.architecture.encoderLayers says that there is one"
                    : $"$.architecture.encoderLayers is missing, and $.graphs[{i}] has an encoder";
            }

            if (graph.Encoder is null)
                continue;
            if (graph.ExecutionProvider != ExecutionProvider.Cpu)
                yield return $"$.graphs[{i}].executionProvider should be cpu, which alone runs models with an encoder";
            if (graph.Form is not null)
                yield return $"$.graphs[{i}].form belongs to a graph without encoder";
            if (manifest.Attention != AttentionKind.Causal)
                yield return "$.attention should be causal: it is the decoder's, and the encoder sees its whole input anyway";
        }
    }

    // What is used must be verified, so it must be listed.
    private static IEnumerable<string> ReferenceFaults(ModelManifest manifest)
    {
        IEnumerable<(string Path, string File)> references =
        [
            ("$.tokenizer", manifest.Tokenizer),
            .. manifest.Graphs.SelectMany((graph, i) => new (string Path, string? File)[]
            {
                ($"$.graphs[{i}].file", graph.File),
                ($"$.graphs[{i}].encoder", graph.Encoder),
                ($"$.graphs[{i}].withPast", graph.WithPast),
            }.Where(reference => reference.File is not null).Select(reference => (reference.Path, reference.File!))),
            .. manifest.Licence is { File: { } file } ? [("$.licence.file", file)] : Array.Empty<(string, string)>(),
        ];

        return references
            .Where(reference => !manifest.Files.Any(file => file.Path == reference.File))
            .Select(reference => $"{reference.Path} is \"{reference.File}\", which is not listed in $.files");
    }

    /// <summary>Whether a path is relative, with forward slashes, and stays in its folder on every system.</summary>
    /// <remarks>
    /// Windows reads a drive or a stream out of a colon, and drops dots and spaces at the end of a name: ".. " is ".."
    /// there.
    /// </remarks>
    internal static bool StaysInside(string path) =>
        path.Length > 0
        && !path.Any(character => character is '\\' or ':' || char.IsControl(character))
        && path.Split('/').All(name => name.Length > 0 && name[^1] is not ('.' or ' '));
}
