using CsCheck;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Memory;
using LspCompletion.Engine.Models;
using LspCompletion.Engine.Tests.Inference;
using LspCompletion.Engine.Tests.Models;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests.Memory;

/// <summary>
/// A cache never changes an answer, whatever memory was looked up in before: of a document, and of a project that goes on
/// changing while one moment of it is asked.
/// </summary>
public sealed class MemoryReuseProperties
{
    private const string Alphabet = "abc (;\n";

    private static readonly Gen<string> Texts = Gen.Int[0, Alphabet.Length - 1].Array[1, 30].Select(letters => string.Concat(letters.Select(letter => Alphabet[letter])));

    /// <summary>A request, and what becomes of the project before it.</summary>
    private static readonly Gen<(string Prefix, string Typed, string Suffix, bool HasProject, int File, string Text)> Requests =
        Gen.Select(Texts, Gen.OneOf(Gen.Const(""), Texts), Texts, Gen.Bool, Gen.Int[0, 3], Texts);

    [Fact]
    public void A_slot_that_was_used_writes_what_a_new_one_does()
    {
        using var folder = new TemporaryFolder();
        File.Copy(SmallModel.GraphPath("shared-buffer"), folder["model.onnx"]);
        File.Copy(RepositoryPaths.Fixture("models", "optimum", "llama", "config.json"), folder["config.json"]);
        File.WriteAllText(folder["tokenizer.json"], AsciiTokenizer.Json());
        using CompletionEngine engine = CompletionEngine.Load(
            folder.Path, new EngineOptions { SlotCapacity = 256, VerificationCacheFolder = null }, progress: null, TestContext.Current.CancellationToken);

        int remembered = 0;
        Requests.Array[1, 8].Sample(
            requests =>
            {
                var index = new ProjectMemoryIndex(128, long.MaxValue);
                using Slot used = engine.CreateSlot();
                foreach ((string prefix, string typed, string suffix, bool hasProject, int file, string text) in requests)
                {
                    // The document itself is one of the project's files.
                    index.Set([($"{file}.cs", engine.Encode(text))]);
                    var request = new CompletionRequest
                    {
                        Path = "0.cs",
                        Prefix = prefix,
                        Typed = typed,
                        Suffix = suffix,
                        Project = hasProject ? index.Current.Without("0.cs") : null,
                        Decoding = new DecodingOptions { MaxTokens = 12, MaxLines = 0, UsesMemory = true, UsesProject = true },
                    };
                    CompletionResult actual = engine.Complete(used, request, onText: null, TestContext.Current.CancellationToken);

                    // What the project becomes meanwhile doesn't matter.
                    index.Remove("1.cs");
                    index.Set([("2.cs", engine.Encode(text + text))]);
                    using Slot anew = engine.CreateSlot();
                    CompletionResult expected = engine.Complete(anew, request, onText: null, TestContext.Current.CancellationToken);
                    Assert.Equal(expected.Tokens, actual.Tokens);
                    Assert.Equal(expected.LogProbabilities, actual.LogProbabilities);
                    Assert.Equal((expected.Stats.RememberedTokens, expected.Stats.RememberedFrom), (actual.Stats.RememberedTokens, actual.Stats.RememberedFrom));
                    remembered += actual.Stats.RememberedFrom?.Contains(".cs:", StringComparison.Ordinal) == true ? 1 : 0;
                }
            },
            iter: 40,
            threads: 1);

        Assert.True(remembered > 0, "Nothing of the project was ever remembered: nothing was tested.");
    }

    [Fact]
    public void What_was_remembered_is_told_by_file_and_line()
    {
        using CompletionEngine engine = CompletionEngine.Load(
            DefaultModel.Locate(), new EngineOptions(), progress: null, TestContext.Current.CancellationToken);
        using Slot slot = engine.CreateSlot();
        var index = new ProjectMemoryIndex(engine.VocabularySize, long.MaxValue);
        const string Other = "\r\nclass Other\r\n{\r\n\tvoid Run() => scheduler.EnqueueQuietly(Moment.Midnight, 17);\r\n}\r\n";
        index.Set([("other/B.cs", engine.Encode(Other))]);
        CompletionResult result = engine.Complete(
            slot,
            new CompletionRequest
            {
                Path = "A.cs",
                Prefix = "class A\n{\n    void Run() => scheduler.EnqueueQuietly(",
                Suffix = "\n}\n",
                Project = index.Current,
                Decoding = new DecodingOptions { UsesMemory = true, UsesProject = true },
            },
            onText: null,
            TestContext.Current.CancellationToken);

        Assert.Contains("Midnight", result.Text, StringComparison.Ordinal);
        Assert.Equal("other/B.cs:4", result.Stats.RememberedFrom);
        Assert.True(result.Stats.RememberedTokens > 0);
    }
}
