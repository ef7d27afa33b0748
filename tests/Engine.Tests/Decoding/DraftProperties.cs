using CsCheck;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Memory;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Tests.Inference;
using LspCompletion.Engine.Tests.Models;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Decoding;

/// <summary>
/// Drafts make a text faster and never another one: with drafts of any length, tokens and even their probabilities are
/// those without, bit for bit, whether greedy or drawn by chance; and so is a text that a time limit cut again and again.
/// </summary>
public sealed class DraftProperties
{
    private const string Alphabet = "abc (;\n";

    private static readonly Gen<string> Texts = Gen.Int[0, Alphabet.Length - 1].Array[1, 40]
        .Select(letters => string.Concat(Enumerable.Repeat(string.Concat(letters.Select(letter => Alphabet[letter])), 3)));

    private static readonly Gen<DecodingOptions> Options = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Int[0, 1000], Gen.Int[1, 40],
        (isGreedy, usesMemory, seed, tokens) => new DecodingOptions
        {
            UsesMemory = usesMemory,
            UsesProject = usesMemory,
            Temperature = isGreedy ? 0 : 0.7f,
            Seed = seed,
            MaxTokens = tokens,
            MaxLines = 0,
        });

    [Theory]
    [InlineData("shared-buffer")]
    [InlineData("static-cache")]
    [InlineData("optimum/llama")]
    [InlineData("optimum/gemma")]
    [InlineData("optimum/gpt_bigcode")]
    public void A_small_model_writes_the_same_with_drafts_and_without(string model)
    {
        using var folder = new TemporaryFolder();
        File.Copy(SmallModel.GraphPath(model), folder["model.onnx"]);
        File.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), folder["config.json"]);
        File.WriteAllText(folder["tokenizer.json"], AsciiTokenizer.Json());
        using CompletionEngine engine = CompletionEngine.Load(
            folder.Path,
            new EngineOptions { SlotCapacity = 256, VerificationCacheFolder = null, Clock = new TickingClock() },
            progress: null,
            TestContext.Current.CancellationToken);

        int accepted = 0;
        Gen.Select(Texts, Options, Gen.Int[1, DraftPolicy.MaxTokens], Gen.Int[0, 6]).Sample(
            (text, options, drafted, limitMs) =>
            {
                accepted += Compare(engine, text, "", options, drafted);
                accepted += Compare(engine, text, "", options, drafted, ProjectOf(engine, text));
                CompareCut(engine, text, options, limitMs);
            },
            iter: 40,
            threads: 1);

        Assert.True(accepted > 0, "No draft was ever accepted: nothing was tested.");
    }

    [Fact]
    public void The_default_model_writes_the_same_with_drafts_and_without()
    {
        string source = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "tests", "Samples", "Inventory.cs"));
        using CompletionEngine engine = CompletionEngine.Load(
            DefaultModel.Locate(), new EngineOptions(), progress: null, TestContext.Current.CancellationToken);

        int accepted = 0;
        Gen.Select(Gen.Int[0, source.Length], Options).Sample(
            (cursor, options) => accepted += Compare(engine, source[..cursor], source[cursor..], options, DraftPolicy.MaxTokens),
            iter: 12,
            threads: 1);

        Assert.True(accepted > 0, "No draft was ever accepted: nothing was tested.");
    }

    /// <summary>Completes twice and compares; returns how many drafted tokens were accepted.</summary>
    private static int Compare(CompletionEngine engine, string prefix, string suffix, DecodingOptions options, int drafted, ProjectMemory? project = null)
    {
        CompletionResult without = Complete(engine, prefix, suffix, options with { MaxDraftTokens = 0 }, project);
        CompletionResult with = Complete(engine, prefix, suffix, options with { MaxDraftTokens = drafted }, project);

        Assert.Equal(0, without.Stats.DraftedTokens);
        Assert.Equal(without.Tokens, with.Tokens);
        Assert.Equal(without.LogProbabilities, with.LogProbabilities);
        Assert.Equal((without.Text, without.Stop), (with.Text, with.Stop));
        Assert.InRange(with.Stats.AcceptedTokens, 0, with.Stats.DraftedTokens);
        return with.Stats.AcceptedTokens;
    }

    /// <summary>Completes without a limit, and with one until there is nothing left to cut, and compares.</summary>
    private static void CompareCut(CompletionEngine engine, string prefix, DecodingOptions options, int limitMs)
    {
        CompletionResult whole = Complete(engine, prefix, "", options with { MaxDraftTokens = 0 });
        using Slot slot = engine.CreateSlot();
        var request = new CompletionRequest
        {
            Path = "a.cs",
            Prefix = prefix,
            Suffix = "",
            Decoding = options with { TimeLimit = TimeSpan.FromMilliseconds(limitMs) },
        };

        (int Remaining, int Written) last = (int.MaxValue, 0);
        while (true)
        {
            CompletionResult result = engine.Complete(slot, request, onText: null, TestContext.Current.CancellationToken);
            Assert.Equal(whole.Tokens.Take(result.Tokens.Count), result.Tokens);
            Assert.Equal(whole.LogProbabilities.Take(result.Tokens.Count), result.LogProbabilities);
            if (result.Stop != StopReason.TimeLimit)
            {
                Assert.Equal((whole.Text, whole.Stop, whole.Tokens.Count), (result.Text, result.Stop, result.Tokens.Count));
                return;
            }

            Assert.True(
                result.Stats.RemainingTokens < last.Remaining || result.Tokens.Count > last.Written,
                $"{result.Stats.RemainingTokens} tokens left and {result.Tokens.Count} written, as before.");
            last = (result.Stats.RemainingTokens, result.Tokens.Count);
        }
    }

    /// <summary>A project in which a text stands in the other direction.</summary>
    private static ProjectMemory ProjectOf(CompletionEngine engine, string text)
    {
        var index = new ProjectMemoryIndex(128, long.MaxValue);
        index.Set([("b.cs", engine.Encode(string.Concat(text.Reverse())))]);
        return index.Current;
    }

    private static CompletionResult Complete(
        CompletionEngine engine, string prefix, string suffix, DecodingOptions options, ProjectMemory? project = null)
    {
        using Slot slot = engine.CreateSlot();
        var request = new CompletionRequest { Path = "a.cs", Prefix = prefix, Suffix = suffix, Decoding = options, Project = project };
        return engine.Complete(slot, request, onText: null, TestContext.Current.CancellationToken);
    }
}
