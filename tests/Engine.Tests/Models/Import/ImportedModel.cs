using LspCompletion.Engine.Inference;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Models.Import;
using LspCompletion.Engine.Tests.Inference;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Models.Import;

/// <summary>Imports into a temporary folder, and compares what the import computes.</summary>
internal static class ImportedModel
{
    /// <summary>Copies a small checkpoint, with a tokenizer that it came without.</summary>
    public static string CopyCheckpoint(TemporaryFolder folder, string family)
    {
        string target = folder[family];
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(RepositoryPaths.Fixture("models", "checkpoints", family)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(target, "tokenizer.json"), AsciiTokenizer.Json());
        return target;
    }

    public static ModelDirectory Import(
        TemporaryFolder folder, string source, WeightPrecision precision = WeightPrecision.Auto, bool isExact = true) =>
        ModelDirectory.Open(ModelImport.Run(
            new ImportOptions
            {
                Source = source,
                Library = folder["library"],
                Name = $"imported-{Guid.NewGuid():N}",
                Precision = precision,
                IsExact = isExact,
            },
            progress: null,
            TestContext.Current.CancellationToken));

    public static ModelSession Load(ModelDirectory model, ExecutionProvider graph = ExecutionProvider.Cpu) =>
        ModelSession.Load(model.PathOf(model.GraphFor(graph).File), ExecutionProvider.Cpu, threads: 1, AttentionKind.Causal);

    /// <summary>Golden numbers of a checkpoint: those of the same model's export, where there is one.</summary>
    public static GoldenNumbers Golden(string family) =>
        GoldenNumbers.Read(family == "starcoder2" ? "checkpoints/starcoder2" : $"optimum/{family}");

    /// <summary>The largest difference to golden logits, and the share of positions whose likeliest token agrees.</summary>
    public static (float Difference, double Agreement) Compare(ModelSession model, GoldenNumbers golden)
    {
        using var run = new CancellableRun(TestContext.Current.CancellationToken);
        int vocabulary = model.Signature.VocabularySize;
        float difference = 0;
        int agreeing = 0;
        int positions = 0;
        using IKeyValueCache cache = model.CreateCache(64);
        foreach (GoldenSequence sequence in golden.Sequences)
        {
            // In pieces, and trimmed from the sequence before.
            int common = cache.Length == 0 ? 0 : golden.Sequences[0].Ids.AsSpan().CommonPrefixLength(sequence.Ids);
            cache.Trim(common);
            while (cache.Length < sequence.Ids.Length)
            {
                int position = cache.Length;
                int count = Math.Min(7, sequence.Ids.Length - position);
                ReadOnlySpan<float> logits = run.Extend(cache, sequence.Ids.AsSpan(position, count), source: 0, logitRows: count);
                for (int i = 0; i < count; i++)
                {
                    ReadOnlySpan<float> row = logits.Slice(i * vocabulary, vocabulary);
                    float[] expected = sequence.Logits[position + i];
                    difference = Math.Max(difference, GoldenNumbers.Excess(row, expected));
                    positions++;
                    if (System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row)
                        == System.Numerics.Tensors.TensorPrimitives.IndexOfMax(expected))
                    {
                        agreeing++;
                    }
                }
            }
        }

        return (difference, (double)agreeing / positions);
    }
}
