using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Tests.Inference;
using LspCompletion.Engine.Tests.Models;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Decoding;

/// <summary>A line that stood elsewhere ended there; whether it ends here, where nothing was written yet, is the model's to say.</summary>
public sealed class EmptyEndTests
{
    [Fact]
    public void The_memory_ends_no_completion_that_has_not_begun()
    {
        using var folder = new TemporaryFolder();
        File.Copy(SmallModel.GraphPath("shared-buffer"), folder["model.onnx"]);
        File.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), folder["config.json"]);
        File.WriteAllText(folder["tokenizer.json"], AsciiTokenizer.Json());
        using CompletionEngine engine = CompletionEngine.Load(
            folder.Path, new EngineOptions { SlotCapacity = 256, VerificationCacheFolder = null }, progress: null, TestContext.Current.CancellationToken);

        string[] lines = [.. Enumerable.Range('a', 26).Select(letter => $"{(char)letter}b;")];

        // Nothing but its end ever followed the last sign of any of these lines.
        Assert.All(lines, line => Assert.Equal(
            Complete(engine, line, usesMemory: false).LogProbabilities[0], Complete(engine, line, usesMemory: true).LogProbabilities[0]));
    }

    private static CompletionResult Complete(CompletionEngine engine, string line, bool usesMemory)
    {
        using Slot slot = engine.CreateSlot();
        return engine.Complete(
            slot,
            new CompletionRequest
            {
                Path = "a.cs",
                Prefix = string.Concat(Enumerable.Repeat($"{line}\n", 12)) + line,
                Suffix = $"\n{line}\n",
                Decoding = new DecodingOptions { MaxTokens = 8, UsesMemory = usesMemory },
            },
            onText: null,
            TestContext.Current.CancellationToken);
    }
}
