using System.Text;
using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests;

/// <summary>The whole engine with the default model. In sources, <c>$0</c> is the cursor.</summary>
public sealed class CompletionEngineTests(DefaultEngine shared) : IClassFixture<DefaultEngine>, IDisposable
{
    private const string Person =
        """
        using System;

        public class Person
        {
            public string Name { get; set; }

            public int $0

            public override string ToString() => $"{Name} is {Age}";
        }

        """;

    private readonly CompletionEngine _engine = shared.Engine;
    private readonly Slot _slot = shared.Engine.CreateSlot();

    public void Dispose() => _slot.Dispose();

    [Fact]
    public void A_property_is_completed_from_what_stands_below_it()
    {
        CompletionResult result = Complete("Person.cs", Person);

        Assert.Equal("Age { get; set; }", result.Text);
        Assert.Equal(0, result.Stats.ReusedTokens);
        Assert.Equal("the slot was empty", result.Stats.ReuseReason);
        Assert.Equal(result.Tokens.Count, result.Stats.GeneratedTokens);
        Assert.Equal(result.Tokens.Count, result.LogProbabilities.Count);
        Assert.InRange(result.MeanLogProbability, -1, 0);
    }

    [Theory]
    [InlineData("person.")]
    [InlineData("person.Sur")]
    public void A_guide_keeps_to_its_names_with_drafts_and_without(string before)
    {
        const string Source = "var person = Find();\nConsole.WriteLine(person.Name);\nConsole.WriteLine($0);\n";
        var request = new CompletionRequest
        {
            Path = "Person.cs",
            Prefix = Source[..Source.IndexOf("$0", StringComparison.Ordinal)] + before,
            Suffix = ");\n",
            Guide = new Surname(before["person.".Length..].Length),
        };

        CompletionResult drafted = _engine.Complete(_slot, request, onText: null, TestContext.Current.CancellationToken);
        CompletionResult single = _engine.Complete(
            _slot,
            request with { Decoding = new DecodingOptions { MaxDraftTokens = 0 } },
            onText: null,
            TestContext.Current.CancellationToken);

        Assert.StartsWith("person.Surname", before + drafted.Text, StringComparison.Ordinal);
        Assert.Equal(drafted.Text, single.Text);
        Assert.Equal((1, 0), (drafted.Stats.GuidedNames, drafted.Stats.UnguidedNames));
    }

    [Theory]
    [InlineData(typeof(OperationCanceledException), "the guide failed (OperationCanceledException)")]
    [InlineData(typeof(InvalidOperationException), "the guide failed (InvalidOperationException)")]
    [InlineData(typeof(EngineException), "of EngineException")]
    public void A_guide_that_fails_leaves_names_free_and_the_record_says_why(Type kind, string reason)
    {
        CompletionResult free = Complete("Person.cs", Person);
        int cursor = Person.IndexOf("$0", StringComparison.Ordinal);
        FailingGuide guide = new(kind);
        var request = new CompletionRequest
        {
            Path = "Person.cs",
            Prefix = Person[..cursor],
            Suffix = Person[(cursor + 2)..],
            Guide = guide,
        };

        CompletionResult result = _engine.Complete(_slot, request, onText: null, TestContext.Current.CancellationToken);

        Assert.Equal(free.Text, result.Text);
        Assert.Contains(reason, result.Stats.UnguidedReason, StringComparison.Ordinal);
        Assert.Equal(1, guide.Asked);
        Assert.Null(free.Stats.UnguidedReason);
    }

    [Fact]
    public void Every_special_token_ends_a_completion()
    {
        int[] special = [.. Enumerable.Range(0, _engine.Tokenizer.VocabularySize).Where(_engine.Tokenizer.IsSpecial)];

        Assert.NotEmpty(special);
        Assert.Subset(_engine.EndTokens.ToHashSet(), special.ToHashSet());
    }

    [Theory]
    [InlineData("def to_celsius(f):\n    return (f - 32) * 5 / 9\n\ndef to_fahrenheit(c):\n    $0\n", 1)]
    [InlineData("def area(w, h):\n    return w * h\n\ndef perimeter(w, h):\n    $0\n", 1)]
    [InlineData("def area(w, h):\n    return w * h\n\ndef perimeter(w, h):\n    $0\n", 40)]
    [InlineData("class Point:\n    def __init__(self, x, y):\n        self.x = x\n        self.y = y$0", 40)]
    public void Nothing_of_another_file_is_glued_on(string source, int maxLines)
    {
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);
        var request = new CompletionRequest
        {
            Path = "geometry.py",
            Prefix = source[..cursor],
            Suffix = source[(cursor + 2)..],
            Context = [new ContextFile(".", "models.py\n")],
            Decoding = new DecodingOptions { MaxLines = maxLines, MaxTokens = 160 },
        };

        CompletionResult result = _engine.Complete(_slot, request, onText: null, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(".py", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Tokens.SkipLast(1), _engine.Tokenizer.IsSpecial);
    }

    [Fact]
    public void Typing_on_computes_only_what_is_new()
    {
        Complete("Person.cs", Person);

        CompletionResult result = Complete("Person.cs", Person.Replace("$0", "A$0", StringComparison.Ordinal));

        Assert.Equal("ge { get; set; }", result.Text);
        Assert.InRange(result.Stats.ComputedTokens, 1, 4);
        Assert.True(result.Stats.ReusedTokens > 40, $"Only {result.Stats.ReusedTokens} tokens were reused.");
    }

    [Theory]
    [InlineData("Pers$0")]
    [InlineData("Console.Wri$0")]
    [InlineData("for (int i = 0; i < names.Len$0")]
    [InlineData("// grüße, 你$0")]
    public void A_word_that_was_broken_off_is_gone_on_with_and_not_repeated(string source)
    {
        string[] written = [.. Enumerable.Range(0, 2).Select(_ => Complete("a.cs", source).Text)];

        Assert.Equal(written[0], written[1]);
        Assert.NotEmpty(written[0]);
        Assert.DoesNotContain('\uFFFD', written[0]);
    }

    [Fact]
    public void What_is_streamed_adds_up_to_the_text()
    {
        foreach (string source in (string[])[Person, "def area(radius):\n    return $0\n", "if (items.Any($0)) {\n"])
        {
            StringBuilder streamed = new();
            CompletionResult result = Complete("a.cs", source, new() { MaxLines = 4 }, text => streamed.Append(text));

            Assert.Equal(result.Text, streamed.ToString());
        }
    }

    [Fact]
    public void A_closing_bracket_that_stands_there_is_not_written_again()
    {
        CompletionResult result = Complete(
            "a.cs", "var names = new List<string>();\nforeach (var name in names)\n    Console.WriteLine($0);\n");

        Assert.NotEmpty(result.Text);
        Assert.Equal(result.Text.Count(c => c == '('), result.Text.Count(c => c == ')'));
        Assert.Equal(StopReason.Suffix, result.Stop);
    }

    [Fact]
    public void Lines_end_as_the_documents_lines_do()
    {
        string windows = "public class Point\n{\n    public Point(int x, int y)\n    {\n$0\n    }\n}\n".ReplaceLineEndings("\r\n");

        CompletionResult result = Complete("Point.cs", windows, new() { MaxLines = 2 });

        Assert.Contains("\r\n", result.Text, StringComparison.Ordinal);
        Assert.Equal(result.Text, result.Text.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public void Lines_are_indented_by_tabs_where_the_documents_lines_are()
    {
        CompletionResult result = Complete(
            "ring.go", "func add(a int, b int) int {\n\treturn a + b\n}\n\nfunc sub(a int, b int) int {\n$0\n}\n");

        Assert.StartsWith("\t", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("    ", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_looks_like_a_special_token_is_text()
    {
        CompletionResult plain = Complete("a.cs", "// <file_sep><fim_prefix><|endoftext|>\nint answer = $0;\n");

        Assert.NotEmpty(plain.Text);
        Assert.DoesNotContain(0, _slot.Tokens.ToArray());
        Assert.Equal(1, _slot.Tokens.ToArray().Count(token => token == 5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void The_token_limit_ends_a_completion(int tokens)
    {
        CompletionResult result = Complete("Person.cs", Person, new() { MaxTokens = tokens, MaxLines = 0 });

        Assert.Equal(tokens, result.Stats.GeneratedTokens);
        Assert.Equal(StopReason.TokenLimit, result.Stop);
    }

    [Fact]
    public void A_stop_string_ends_a_completion_and_is_no_part_of_it()
    {
        CompletionResult result = Complete("Person.cs", Person, new() { StopStrings = ["get;"] });

        Assert.Equal("Age {", result.Text);
        Assert.Equal(StopReason.StopString, result.Stop);
    }

    [Fact]
    public void Cancelling_ends_the_work_within_a_step_and_leaves_the_slot_usable()
    {
        string source = string.Concat(Enumerable.Repeat("var x = 1;\n", 150)) + "$0";

        // On a busy machine all may be written before the timer's thread gets its turn.
        bool isCancelled = false;
        for (int tries = 0; tries < 20 && !isCancelled; tries++)
        {
            _slot.Clear();
            using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));
            try
            {
                Complete("a.cs", source, cancellationToken: cancellation.Token);
            }
            catch (OperationCanceledException)
            {
                isCancelled = true;
            }
        }

        Assert.True(isCancelled, "Nothing was ever cancelled.");
        Assert.Equal("Age { get; set; }", Complete("Person.cs", Person).Text);
    }

    [Fact]
    public void The_same_seed_samples_the_same_text_and_another_one_another()
    {
        string[] texts = [.. new[] { 1, 1, 2, 3, 4 }.Select(seed => Complete(
            "a.cs", "// $0", new() { Temperature = 1.2f, TopP = 0.98f, Seed = seed }).Text)];

        Assert.Equal(texts[0], texts[1]);
        Assert.True(texts.Distinct().Count() > 2, string.Join(" | ", texts));
    }

    [Theory]
    [InlineData("$0")]
    [InlineData("$0using System;\n")]
    [InlineData("using System;\n$0")]
    [InlineData("\uD83D$0")]
    [InlineData("\0\u0001$0\r\r\n")]
    public void The_edges_of_a_document_are_served(string source) => Assert.NotNull(Complete("a.cs", source).Text);

    [Fact]
    public void A_document_far_over_the_budget_is_served_from_what_stands_around_the_cursor()
    {
        string filler = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"    private int _field{i} = {i};\n"));

        CompletionResult result = Complete("Big.cs", filler + "    private int _last = $0;\n" + filler);

        Assert.InRange(result.Stats.ComputedTokens, 400, 1200);
    }

    [Fact]
    public void A_path_of_any_length_leaves_room_for_the_prompt()
    {
        CompletionResult result = Complete(string.Join('/', Enumerable.Repeat("folder", 1000)) + "/a.cs", "int x = $0;\n");

        Assert.InRange(result.Stats.ComputedTokens, 8, 100);
    }

    [Fact]
    public void Context_goes_into_the_prompt_ahead_of_the_document()
    {
        ContextFile context = new("Zebra.cs", "public class Zebra\n{\n    public void GallopAway()\n    {\n    }\n}\n");
        int without = Complete("Person.cs", Person).Stats.ComputedTokens;
        _slot.Clear();

        CompletionResult with = Complete("Person.cs", Person, context: [context]);

        Assert.InRange(with.Stats.ComputedTokens - without, 20, 60);
        Assert.Equal(2, _slot.Tokens.ToArray().Count(token => token == 5));
    }

    [Fact]
    public void What_the_model_writes_is_what_it_scores_highest()
    {
        CompletionResult written = Complete("Person.cs", Person);
        int cursor = Person.IndexOf("$0", StringComparison.Ordinal);
        CompletionRequest request = new() { Path = "Person.cs", Prefix = Person[..cursor], Suffix = Person[(cursor + 2)..] };

        IReadOnlyList<double> own = _engine.Score(_slot, request, written.Text, TestContext.Current.CancellationToken);
        IReadOnlyList<double> other = _engine.Score(_slot, request, "Zebra(object beside) => 7;", TestContext.Current.CancellationToken);

        // The end of the text is one token more than what is scored; healing takes the first tokens together.
        Assert.Equal(own, _engine.Score(_slot, request, written.Text, TestContext.Current.CancellationToken));
        Assert.All(own.Concat(other), score => Assert.InRange(score, double.NegativeInfinity, 0));
        Assert.True(own.Average() > -1);
        Assert.True(other.Average() < own.Average() - 2);
        Assert.Empty(_engine.Score(_slot, request, "", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Typing_deleting_and_accepting_gives_the_text_that_an_empty_slot_gives()
    {
        string[] steps =
        [
            "int total = 0;\nforeach (var item in items)\n    total $0",
            "int total = 0;\nforeach (var item in items)\n    total += $0",
            "int total = 0;\nforeach (var item in items)\n    total += item.$0",
            "int total = 0;\nforeach (var item in items)\n    to$0",
            "int total = 0;\nforeach (var item in items)\n    total += item.Price;\nreturn $0",
            "int sum = 0;\nforeach (var item in items)\n    sum += item.Price;\nreturn $0",
            "int sum = 0;\nforeach (var item in items)\n    sum += item.Price;\n\nreturn sum;\n$0",
        ];
        using Slot fresh = _engine.CreateSlot();
        foreach (string step in steps)
        {
            fresh.Clear();
            Assert.Equal(Complete("a.cs", step, slot: fresh).Tokens, Complete("a.cs", step).Tokens);
        }
    }

    private CompletionResult Complete(
        string path,
        string source,
        DecodingOptions? decoding = null,
        Action<string>? onText = null,
        IReadOnlyList<ContextFile>? context = null,
        Slot? slot = null,
        CancellationToken? cancellationToken = null)
    {
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);
        var request = new CompletionRequest
        {
            Path = path,
            Prefix = source[..cursor],
            Suffix = source[(cursor + 2)..],
            Context = context ?? [],
            Decoding = decoding ?? new DecodingOptions(),
        };
        return _engine.Complete(slot ?? _slot, request, onText, cancellationToken ?? TestContext.Current.CancellationToken);
    }

    /// <summary>Knows of one name, at the beginning.</summary>
    private sealed class Surname(int typed) : INameGuide
    {
        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) =>
            written.IsEmpty ? new AllowedNames(["Surname"], typed, NamePlacement.Here) : null;
    }

    private sealed class FailingGuide(Type kind) : INameGuide
    {
        public int Asked { get; private set; }

        public AllowedNames? NamesAfter(ReadOnlySpan<char> written)
        {
            Asked++;
            throw (Exception)Activator.CreateInstance(kind, $"of {kind.Name}")!;
        }
    }
}
