using LspCompletion.Engine;
using LspCompletion.Engine.Decoding;
using LspCompletion.Server.Backends;
using LspCompletion.Server.Completion;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Tests.CSharp;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.Completion;

/// <summary>Which of several candidates is shown; a script stands for the model.</summary>
public sealed class RankingTests : IDisposable
{
    private const string Source =
        "public record Item(decimal Price);\npublic class Till\n{\n    decimal Total(Item item)\n    {\n        return $0\n    }\n}\n";

    private readonly SourceFolder _folder = new();
    private readonly ScriptedBackend _backend = new();
    private readonly CompletionService _service;
    private readonly DocumentSnapshot _document;
    private readonly int _cursor;

    public RankingTests()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        _service = Services.Create(
            ServerSettings.Default with { CSharpCheckMs = 10_000 }, [new Uri(_folder.Path).AbsoluteUri], _ => _backend, _ => { });
        (DocumentSnapshot document, _cursor) = _folder.Edit("Till.cs", Source);
        _document = document with { Uri = new Uri(document.Uri).AbsoluteUri };
    }

    public void Dispose()
    {
        _service.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("item.Price;", "item.Price;", "it binds", 1)]
    [InlineData("item.Prize;|item.Worth;|item.Price;", "item.Price;", "it binds", 3)]
    [InlineData("item.Prize;|item.Price;", "item.Price;", "it binds", 2)]
    [InlineData("item.Prize;|item.Prize;|item.Worth;|item.Price;", null, "CS1061", 3)]
    public async Task Who_asks_by_hand_gets_the_first_candidate_that_binds(string candidates, string? shown, string verdict, int asked)
    {
        CompletionReply reply = await AskAsync(CompletionTrigger.Invoked, candidates.Split('|'));

        Assert.Equal(shown, reply.Suggestion?.Text);
        Assert.StartsWith(verdict, reply.Record.Check?.ToString(), StringComparison.Ordinal);
        Assert.Equal(asked, _backend.Asked);
    }

    [Fact]
    public async Task What_there_is_to_choose_from_binds_as_the_first_does()
    {
        CompletionReply reply = await AskAsync(CompletionTrigger.Invoked, 3, "item.Price;", "item.Prize;", "item.Price + 1;", "0;", "1;");

        Assert.Equal("item.Price;", reply.Suggestion?.Text);
        Assert.Equal(["item.Price + 1;", "0;"], reply.Others.Select(other => other.Text));
        Assert.Equal(4, _backend.Asked);
    }

    [Fact]
    public async Task Who_types_gets_what_is_known_already_where_that_binds_and_keeps_it_while_typing_along()
    {
        await AskAsync(CompletionTrigger.Invoked, "item.Prize;", "item.Price;");
        _backend.Forbid();

        for (int typed = 0; typed < "item.Pri".Length; typed++)
        {
            DocumentSnapshot document = Typed("item.Price;"[..typed]);
            _service.Changed(_document, document, _cursor);
            CompletionReply reply = await CompleteAsync(document, _cursor + typed, CompletionTrigger.Automatic);
            Assert.Equal("item.Price;"[typed..], reply.Suggestion?.Text);
        }
    }

    [Fact]
    public async Task Who_types_waits_for_no_second_candidate()
    {
        CompletionReply reply = await AskAsync(CompletionTrigger.Automatic, "item.Prize;", "item.Price;");

        Assert.Null(reply.Suggestion);
        Assert.Equal("CS1061", reply.Record.Check?.Diagnostic);
        Assert.Equal(1, _backend.Asked);
    }

    private DocumentSnapshot Typed(string text) =>
        _document with { Version = 2 + text.Length, Text = _document.Text.Replace(_cursor, _cursor, text) };

    private Task<CompletionReply> AskAsync(CompletionTrigger trigger, params string[] candidates) => AskAsync(trigger, 1, candidates);

    private async Task<CompletionReply> AskAsync(CompletionTrigger trigger, int most, params string[] candidates)
    {
        // The projects are loaded once a suggestion elsewhere is checked.
        _service.Start();
        DocumentSnapshot elsewhere = _document with { Uri = _document.Uri.Replace("Till.cs", "Elsewhere.cs", StringComparison.Ordinal) };
        _service.Opened(elsewhere);
        await Patience.UntilAsync(
            async () =>
            {
                _backend.Write("0;");
                CompletionReply reply = await CompleteAsync(elsewhere, _cursor, CompletionTrigger.Automatic);
                return reply.Record.Check is { Outcome: not CheckOutcome.Unchecked };
            },
            "a suggestion that is checked");

        _service.Closed(elsewhere);
        _service.Opened(_document);
        _backend.Write(candidates);
        return await CompleteAsync(_document, _cursor, trigger, most);
    }

    private Task<CompletionReply> CompleteAsync(DocumentSnapshot document, int cursor, CompletionTrigger trigger, int most = 1) => _service
        .CompleteAsync(new CompletionQuery(document, cursor, trigger, null) { MostSuggestions = most }, TestContext.Current.CancellationToken)
        .WithPatienceAsync("a reply");

    /// <summary>Writes what a test says, each candidate with less certainty than the one before.</summary>
    private sealed class ScriptedBackend : IBackend
    {
        private string[] _candidates = [];

        public event Action? Changed
        {
            add { }
            remove { }
        }

        public int Asked { get; private set; }

        public string? Trouble => null;

        public CacheUsage Cache => CacheUsage.None;

        public void Write(params string[] candidates) => (_candidates, Asked) = (candidates, 0);

        public void Forbid() => _candidates = [];

        public Task<BackendDescription> LoadAsync(IProgress<double> progress, CancellationToken cancellationToken) =>
            Task.FromResult(new BackendDescription("script", null, null));

        public Task<CompletionResult> CompleteAsync(
            string document, CompletionRequest request, Action<string>? onText, Urgency urgency, CancellationToken cancellationToken)
        {
            if (urgency == Urgency.Idle)
                return Task.FromException<CompletionResult>(new OvertakenException());

            string text = _candidates[Asked++];
            return Task.FromResult(new CompletionResult
            {
                Text = text,
                Stop = StopReason.EndOfText,
                Tokens = [1],
                LogProbabilities = [-0.1f * Asked],
                Stats = new CompletionStats
                {
                    ReusedTokens = 0,
                    TrimmedTokens = 0,
                    ComputedTokens = 1,
                    GeneratedTokens = 1,
                    DraftedTokens = 0,
                    AcceptedTokens = 0,
                    ReuseReason = "",
                    PromptMs = 1,
                    FirstTokenMs = 1,
                    TotalMs = 1,
                },
            });
        }

        public Task WarmAsync(string document, CompletionRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Forget(string document)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
