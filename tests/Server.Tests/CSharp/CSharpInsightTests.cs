using LspCompletion.Engine.Decoding;
using LspCompletion.Engine.Prompting;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>What is known of C# documents lives as long as they are open, whatever becomes of the projects meanwhile.</summary>
public sealed class CSharpInsightTests : IDisposable
{
    private const string Source = "class Till { int Sum(string text) { return $0 } }";

    private static readonly ServerSettings Settings = ServerSettings.Default with { CSharpCheckMs = 60_000 };

    private readonly SourceFolder _folder = new();
    private readonly TimersByHand _clock = new();
    private readonly List<string> _log = [];
    private readonly CSharpInsight _insight;

    public CSharpInsightTests()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        _insight = new CSharpInsight(Configuration(Settings), _clock, _log.Add);
    }

    public void Dispose()
    {
        _insight.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("csharp", true)]
    [InlineData("CSharp", true)]
    [InlineData("cs", true)]
    [InlineData("c#", true)]
    [InlineData("c-sharp", true)]
    [InlineData("C#", true)]
    [InlineData("c", false)]
    [InlineData("csharpier", false)]
    [InlineData("python", false)]
    [InlineData("", false)]
    public void All_names_that_clients_have_for_the_language_are_served(string languageId, bool expected) =>
        Assert.Equal(expected, _insight.Serves(languageId));

    /// <summary>What other cells declare would be taken for errors.</summary>
    [Fact]
    public async Task A_cell_of_a_notebook_is_not_checked_alone()
    {
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", Source);
        using IDocumentInsight opened = _insight.Open(document with { IsNotebookCell = true });
        await _insight.Loading.WithPatienceAsync("the projects");

        CheckedText verdict = await opened.CheckAsync(document, cursor, cursor, "NotHere;", Settings, TestContext.Current.CancellationToken);

        Assert.Equal(("NotHere;", CheckOutcome.Unchecked), (verdict.Text, verdict.Verdict.Outcome));
    }

    [Fact]
    public async Task A_folder_is_read_while_it_is_trusted_and_not_before_or_after()
    {
        WorkspaceConfiguration distrusted = Configuration(Settings with { TrustedFolders = new TrustedFolders([]) });
        using var insight = new CSharpInsight(distrusted, _clock, _log.Add);
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", Source);
        List<string> told = [];
        insight.Changed += () => told.Add(insight.Message);

        using IDocumentInsight opened = insight.Open(document);
        await AssertDistrustedAsync();

        insight.Apply(Configuration(Settings));
        await insight.Loading.WithPatienceAsync("the projects");
        Assert.Equal(CheckOutcome.Dropped, (await CheckAsync(opened, document, cursor, "text.Missing;")).Verdict.Outcome);
        Assert.DoesNotContain("trust", insight.Message, StringComparison.Ordinal);

        insight.Apply(distrusted);
        await AssertDistrustedAsync();

        async Task AssertDistrustedAsync()
        {
            Assert.Equal(CheckOutcome.Unchecked, (await CheckAsync(opened, document, cursor, "text.Missing;")).Verdict.Outcome);
            Assert.Equal(0, insight.OpenDocuments);
            Assert.Equal("C# projects aren't read here, since you don't trust this folder (trustedFolders).", insight.Message);
            Assert.Equal(insight.Message, told[^1]);
        }
    }

    [Fact]
    public async Task What_is_closed_right_behind_an_answer_stays_closed()
    {
        (DocumentSnapshot first, _) = _folder.Edit("First.cs", Source);
        IDocumentInsight kept = _insight.Open(first);
        await _insight.Loading.WithPatienceAsync("the projects");
        List<Task> late = [];
        for (int i = 0; i < 60; i++)
        {
            (DocumentSnapshot document, int cursor) = _folder.Edit($"F{i}.cs", Source.Replace("Till", $"Till{i}", StringComparison.Ordinal));
            IDocumentInsight opened = _insight.Open(document);
            opened.Prepare(document);
            Assert.Equal(CheckOutcome.Bound, (await CheckAsync(opened, document, cursor, "text.Length;")).Verdict.Outcome);
            late.Add(Task.Run(() => AskForAllAsync(opened, document, cursor), TestContext.Current.CancellationToken));
            late.Add(Task.Run(() => AskForAllAsync(opened, document, cursor), TestContext.Current.CancellationToken));
            opened.Dispose();
            late.Add(Task.Run(() => AskForAllAsync(opened, document, cursor), TestContext.Current.CancellationToken));
        }

        await Task.WhenAll(late).WithPatienceAsync("what was asked late");
        Assert.Equal(0, _insight.OpenDocuments);

        kept.Prepare(first);
        await Patience.UntilAsync(() => _insight.OpenDocuments == 1, "the document that is still open");
        kept.Dispose();
        Assert.Equal(0, _insight.OpenDocuments);
        Assert.Equal("", _insight.Message);
    }

    [Fact]
    public async Task Of_a_closed_document_nothing_is_known()
    {
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", Source.Replace("$0", "text.$0", StringComparison.Ordinal));
        IDocumentInsight opened = _insight.Open(document);
        await _insight.Loading.WithPatienceAsync("the projects");
        INameGuide guide = opened.GuideAt(document, cursor, "", Settings)!;
        Assert.Contains("Length", guide.NamesAfter("")!.Names);

        opened.Dispose();
        opened.Dispose();

        Assert.ThrowsAny<OperationCanceledException>(() => guide.NamesAfter("L"));
        Assert.Null(opened.GuideAt(document, cursor, "", Settings));
        Assert.Empty(await DeclarationsAsync(opened, document, cursor));
        Assert.Equal(CheckOutcome.Unchecked, (await CheckAsync(opened, document, cursor, "Missing;")).Verdict.Outcome);
        Assert.Equal("", _insight.Message);
        Assert.Empty(_log);
    }

    [Theory]
    [InlineData("other folders")]
    [InlineData("projects read in another way")]
    [InlineData("off and on again")]
    public async Task A_document_that_stays_open_is_found_again_in_projects_that_are_loaded_anew(string change)
    {
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", Source);
        using IDocumentInsight opened = _insight.Open(document);
        await _insight.Loading.WithPatienceAsync("the projects");
        Assert.Equal(CheckOutcome.Bound, (await CheckAsync(opened, document, cursor, "text.Length;")).Verdict.Outcome);
        string other = Directory.CreateDirectory(Path.Combine(_folder.Path, "other")).FullName;
        Task before = _insight.Loading;

        if (change == "off and on again")
        {
            _insight.Apply(Configuration(Settings with { CSharp = false }));
            Assert.Equal(0, _insight.OpenDocuments);
            Assert.Equal(CheckOutcome.Unchecked, (await CheckAsync(opened, document, cursor, "text.Missing;")).Verdict.Outcome);
        }

        _insight.Apply(change switch
        {
            "other folders" => Configuration(Settings, other),
            "projects read in another way" => Configuration(Settings with
            {
                CSharpProjects = CSharpProjectReading.MSBuild,
                TrustedFolders = new TrustedFolders([_folder.Path]),
            }),
            _ => Configuration(Settings),
        });

        Assert.NotSame(before, _insight.Loading);
        await _insight.Loading.WithPatienceAsync("the projects");
        Assert.Equal(CheckOutcome.Dropped, (await CheckAsync(opened, document, cursor, "text.Missing;")).Verdict.Outcome);
        Assert.Equal(1, _insight.OpenDocuments);
    }

    [Fact]
    public async Task Settings_that_are_not_about_projects_leave_them_as_they_are()
    {
        using IDocumentInsight opened = _insight.Open(_folder.Edit("Till.cs", Source).Document);
        Task loading = _insight.Loading;

        _insight.Apply(Configuration(Settings with { MaxLines = 7, CSharpCheck = false, CSharpGuided = false }));

        Assert.Same(loading, _insight.Loading);
        await loading.WithPatienceAsync("the projects");
    }

    [Fact]
    public async Task Projects_are_let_go_some_time_after_the_last_document_and_loaded_again_for_the_next()
    {
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", Source);
        IDocumentInsight opened = _insight.Open(document);
        Task loading = _insight.Loading;
        await loading.WithPatienceAsync("the projects");

        opened.Dispose();
        _clock.RunOut();
        opened = _insight.Open(document);

        Assert.NotSame(loading, _insight.Loading);
        await _insight.Loading.WithPatienceAsync("the projects");
        Assert.Equal(CheckOutcome.Bound, (await CheckAsync(opened, document, cursor, "text.Length;")).Verdict.Outcome);

        loading = _insight.Loading;
        _clock.RunOut();
        using IDocumentInsight second = _insight.Open(document);

        Assert.Same(loading, _insight.Loading);
        opened.Dispose();
    }

    [Fact]
    public async Task A_check_that_is_late_goes_on_for_whoever_types_along()
    {
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", Source);
        using IDocumentInsight opened = _insight.Open(document);
        await _insight.Loading.WithPatienceAsync("the projects");

        CheckedText late = await CheckAsync(opened, document, cursor, "text.Missing;", Settings with { CSharpCheckMs = 0 });
        CheckedText shown = await CheckAsync(
            opened, document, cursor, "text.Length;", Settings with { CSharpCheckMs = 0, CSharpShowLate = true });
        DocumentSnapshot typed = document with { Version = 2, Text = document.Text.Replace(cursor, cursor, "te") };
        opened.Prepare(typed);
        CheckedText inTime = await CheckAsync(opened, typed, cursor + 2, "xt.Length;");

        Assert.Equal((CheckOutcome.Late, ""), (late.Verdict.Outcome, late.Text));
        Assert.Equal((CheckOutcome.Late, "text.Length;"), (shown.Verdict.Outcome, shown.Text));
        Assert.Equal((CheckOutcome.Bound, "xt.Length;"), (inTime.Verdict.Outcome, inTime.Text));
    }

    [Fact]
    public async Task What_is_nested_too_deeply_for_the_parser_is_not_given_to_it()
    {
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", Source);
        using IDocumentInsight opened = _insight.Open(document);
        await _insight.Loading.WithPatienceAsync("the projects");

        // Bit by bit, of which none is suspicious.
        for (int typed = 2; typed < 12; typed++)
        {
            document = document with { Version = typed, Text = document.Text.Replace(cursor, cursor, new string('(', 50)) };
            opened.GuideAt(document, cursor, "", Settings);
        }

        Assert.Equal("the document isn't known", (await CheckAsync(opened, document, cursor, "1")).Verdict.Diagnostic);
        (document, cursor) = _folder.Edit("Till.cs", Source);
        document = document with { Version = 1000 };
        Assert.Equal(
            "it is nested too deeply",
            (await CheckAsync(opened, document, cursor, new string('(', 500))).Verdict.Diagnostic);
        Assert.Equal(CheckOutcome.Bound, (await CheckAsync(opened, document, cursor, "text.Length;")).Verdict.Outcome);
    }

    private WorkspaceConfiguration Configuration(ServerSettings settings, params string[] folders) =>
        WorkspaceConfiguration.Of(settings, new WorkspaceFolders([_folder.Path, .. folders]), TimeProvider.System);

    private async Task AskForAllAsync(IDocumentInsight opened, DocumentSnapshot document, int cursor)
    {
        opened.Prepare(document);
        opened.GuideAt(document, cursor, "", Settings)?.NamesAfter("text.");
        await DeclarationsAsync(opened, document, cursor);
        await CheckAsync(opened, document, cursor, "text.Missing;");
    }

    private Task<IReadOnlyList<ContextFile>> DeclarationsAsync(IDocumentInsight opened, DocumentSnapshot document, int cursor) =>
        opened.DeclarationsAsync(document, cursor, Configuration(Settings), TestContext.Current.CancellationToken);

    private static Task<CheckedText> CheckAsync(
        IDocumentInsight opened, DocumentSnapshot document, int cursor, string text, ServerSettings? settings = null) =>
        opened.CheckAsync(document, cursor, cursor, text, settings ?? Settings, TestContext.Current.CancellationToken);

    /// <summary>The system's time, but for timers that are due in minutes: those run out when a test says so.</summary>
    private sealed class TimersByHand : TimeProvider
    {
        private static readonly TimeSpan Soon = TimeSpan.FromSeconds(90);

        private readonly List<TimerByHand> _timers = [];

        public void RunOut()
        {
            foreach (TimerByHand timer in _timers.ToArray())
                timer.RunOut();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new TimerByHand(System.CreateTimer(callback, state, dueTime, period), () => callback(state));
            lock (_timers)
                _timers.Add(timer);
            return timer;
        }

        private sealed class TimerByHand(ITimer timer, Action callback) : ITimer
        {
            private bool _isDueInMinutes;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                _isDueInMinutes = dueTime > Soon;
                return timer.Change(_isDueInMinutes ? Timeout.InfiniteTimeSpan : dueTime, period);
            }

            public void RunOut()
            {
                if (_isDueInMinutes)
                    callback();
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
