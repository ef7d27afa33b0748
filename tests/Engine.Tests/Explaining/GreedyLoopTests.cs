using LspCompletion.Engine.Explaining;
using LspCompletion.Engine.Tests.Inference;
using LspCompletion.Engine.Tests.Models;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Explaining;

public sealed class GreedyLoopTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shared-buffer")]
    [InlineData("static-cache")]
    [InlineData("optimum/llama")]
    public void Both_ways_write_the_same_and_only_one_computes_everything_again(string model)
    {
        using CompletionEngine engine = Load(model);
        GreedyLoop loop = new(engine, Request("int x = 1;"), tokens: 8);

        GreedyTrace with = loop.Run(reuses: true, _ => { }, TestContext.Current.CancellationToken);
        GreedyTrace without = loop.Run(reuses: false, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(8, with.Tokens.Count);
        Assert.Equal(without.Tokens, with.Tokens);
        Assert.Equal(without.Text, with.Text);
        Assert.All(with.Steps, step => Assert.Equal(2, step.Computed));
        Assert.All(without.Steps, step => Assert.Equal(step.Length, step.Computed));
        Assert.Equal(Enumerable.Range(loop.PromptTokens + 1, 7), with.Steps.Select(step => step.Length));
    }

    [Theory]
    [InlineData("shared-buffer", 1)]
    [InlineData("static-cache", 2)]
    [InlineData("optimum/llama", 2)]
    public void What_a_slot_allocates_is_what_the_figures_say(string model, int buffers)
    {
        using CompletionEngine engine = Load(model);

        CacheMemory memory = new GreedyLoop(engine, Request("int x = 1;"), tokens: 8).Memory;

        Assert.Equal(buffers, memory.Buffers);
        Assert.Equal(memory.DerivedBytes, memory.AllocatedBytes);
    }

    [Fact]
    public void More_than_a_slot_holds_is_refused()
    {
        using CompletionEngine engine = Load("static-cache");

        var exception = Assert.Throws<EngineException>(() => new GreedyLoop(engine, Request("int x = 1;"), tokens: 60));

        Assert.Contains("don't fit the 64", exception.Message, StringComparison.Ordinal);
    }

    private static CompletionRequest Request(string prefix) => new() { Path = "a.cs", Prefix = prefix, Suffix = "" };

    private CompletionEngine Load(string model)
    {
        File.Copy(SmallModel.GraphPath(model), _folder["model.onnx"]);
        File.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), _folder["config.json"]);
        File.WriteAllText(_folder["tokenizer.json"], AsciiTokenizer.Json());
        return CompletionEngine.Load(
            _folder.Path,
            new EngineOptions { SlotCapacity = 64, VerificationCacheFolder = null },
            progress: null,
            TestContext.Current.CancellationToken);
    }
}
