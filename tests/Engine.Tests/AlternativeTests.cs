using LspCompletion.Engine.Caching;
using LspCompletion.Engine.Decoding;
using LspCompletion.Tests;

namespace LspCompletion.Engine.Tests;

/// <summary>Texts besides the likeliest one, with the default model. In sources, <c>$0</c> is the cursor.</summary>
public sealed class AlternativeTests(DefaultEngine shared) : IClassFixture<DefaultEngine>, IDisposable
{
    private readonly CompletionEngine _engine = shared.Engine;
    private readonly Slot _slot = shared.Engine.CreateSlot();

    public void Dispose() => _slot.Dispose();

    public static TheoryData<string, string> Sources => new()
    {
        { "shapes.py", "def area(w, h):\n    return w * h\n\ndef perimeter(w, h):\n    $0\n" },
        { "shapes.py", "import math\n\nclass Circle:\n    def __init__(self, radius):\n        self.radius = radius\n\n    def $0\n" },
        { "Person.cs", "public class Person\n{\n    public string Name { get; set; }\n\n    public $0\n}\n" },
        { "list.js", "const list = people.filter((person) => person.$0);\n" },
        { "a.go", "package main\n\nfunc max(a, b int) int {\n\tif $0\n}\n" },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void Others_take_another_way_reuse_the_prompt_and_leave_the_likeliest_as_it_is(string path, string source)
    {
        CompletionResult likeliest = Complete(path, source, 0);

        CompletionResult[] others = [Complete(path, source, 1), Complete(path, source, 2)];

        foreach (CompletionResult other in others)
        {
            Assert.InRange(other.Stats.ComputedTokens, 0, 2);
            Assert.Equal(other.Tokens.Count, other.LogProbabilities.Count);
            if (other.Text == likeliest.Text)
                continue;

            // One token is another one, and likely enough; before it, all are the same.
            int same = other.Tokens.Zip(likeliest.Tokens).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.InRange(same, 0, other.Tokens.Count - 1);
            Assert.InRange(Math.Exp(other.LogProbabilities[same]), 0.04 - 1e-6, 0.5);
        }

        Assert.NotEqual(likeliest.Text, others[0].Text);
        Assert.Equal(likeliest.Text, Complete(path, source, 0).Text);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Drafts_and_what_the_slot_holds_change_none_of_them(string path, string source)
    {
        for (int alternative = 1; alternative <= 3; alternative++)
        {
            CompletionResult warm = Complete(path, source, alternative);
            _slot.Clear();
            Assert.Equal(warm.Text, Complete(path, source, alternative, maxDraftTokens: 0).Text);
        }
    }

    [Fact]
    public void Where_the_model_is_sure_there_is_no_other()
    {
        const string Source = "one = 1\ntwo = 2\nthree = 3\nfour = 4\nfive = 5\nsix = 6\nseven =$0";

        Assert.Equal(Complete("a.py", Source, 0).Text, Complete("a.py", Source, 3).Text);
    }

    [Fact]
    public void Names_are_kept_to_those_that_exist()
    {
        var request = new CompletionRequest
        {
            Path = "Person.cs",
            Prefix = "var person = Find();\nConsole.WriteLine(person.",
            Suffix = ");\n",
            Guide = new Names(),
        };

        string[] texts =
        [
            .. Enumerable.Range(0, 3).Select(alternative => _engine.Complete(
                _slot, request with { Decoding = new DecodingOptions { Alternative = alternative } }, onText: null, TestContext.Current.CancellationToken).Text),
        ];

        Assert.All(texts, text => Assert.Contains(Names.All, name => text.StartsWith(name, StringComparison.Ordinal)));
        Assert.NotEqual(texts[0], texts[1]);
    }

    private CompletionResult Complete(string path, string source, int alternative, int maxDraftTokens = DraftPolicy.MaxTokens)
    {
        int cursor = source.IndexOf("$0", StringComparison.Ordinal);
        var request = new CompletionRequest
        {
            Path = path,
            Prefix = source[..cursor],
            Suffix = source[(cursor + 2)..],
            Decoding = new DecodingOptions { Alternative = alternative, MaxDraftTokens = maxDraftTokens },
        };
        return _engine.Complete(_slot, request, onText: null, TestContext.Current.CancellationToken);
    }

    private sealed class Names : INameGuide
    {
        public static readonly string[] All = ["Name", "Surname", "Age", "Address"];

        public AllowedNames? NamesAfter(ReadOnlySpan<char> written) => written.IsEmpty ? new AllowedNames(All, 0, NamePlacement.Here) : null;
    }
}
