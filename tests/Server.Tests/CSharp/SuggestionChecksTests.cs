using LspCompletion.Server.CSharp;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Tests;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>Which checks of a document go on and which end. Whether one ends in time is a race that is run until it is won.</summary>
public sealed class SuggestionChecksTests : IDisposable
{
    private const int Races = 200;

    private readonly SourceFolder _folder = new();
    private readonly List<string> _log = [];
    private readonly ReportedFailures _failures;

    public SuggestionChecksTests()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        _failures = new ReportedFailures(_log.Add, () => { });
    }

    public void Dispose()
    {
        _folder.Dispose();
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Whoever_types_along_a_suggestion_gets_the_check_that_was_begun()
    {
        (SuggestionChecks checks, _, DocumentSnapshot document, int cursor) = await OpenAsync();

        Task<CheckedInsertion?> begun = CheckAsync(checks, document, cursor, cursor, "return text.Length;");
        DocumentSnapshot typed = document with { Version = 2, Text = document.Text.Replace(cursor, cursor, "return ") };
        checks.MovedTo(typed);
        CheckedInsertion? found = await CheckAsync(checks, typed, cursor + 7, cursor + 7, "text.Length;");

        Assert.Same(await begun, found);
        Assert.Equal((CheckOutcome.Bound, "text.Length;"), (found!.For(cursor + 7, "text.Length;").Verdict.Outcome, found.For(cursor + 7, "text.Length;").Text));
        Assert.Same(found, await CheckAsync(checks, document, cursor, cursor, "return text.Length;"));
    }

    [Fact]
    public async Task What_was_cut_is_cut_at_the_same_place_for_whoever_types_along()
    {
        (SuggestionChecks checks, _, DocumentSnapshot document, int cursor) = await OpenAsync();

        CheckedInsertion found = (await CheckAsync(checks, document, cursor, cursor, "return text.Length + text.Missing;"))!;

        CheckedText whole = found.For(cursor, "return text.Length + text.Missing;");
        CheckedText rest = found.For(cursor + 7, "text.Length + text.Missing;");
        CheckedText behind = found.For(cursor + 21, "text.Missing;");
        Assert.Equal((CheckOutcome.Cut, "return text.Length", 26), (whole.Verdict.Outcome, whole.Text, whole.Verdict.At));
        Assert.Equal((CheckOutcome.Cut, "text.Length", 19), (rest.Verdict.Outcome, rest.Text, rest.Verdict.At));
        Assert.Equal((CheckOutcome.Dropped, "", 5), (behind.Verdict.Outcome, behind.Text, behind.Verdict.At));
    }

    [Theory]
    [InlineData("another suggestion")]
    [InlineData("another text")]
    [InlineData("closed")]
    public async Task A_check_that_nobody_has_a_use_for_any_more_ends(string because)
    {
        for (int race = 0; race < Races; race++)
        {
            (SuggestionChecks checks, OpenDocument open, DocumentSnapshot document, int cursor) = await OpenAsync();
            Task<CheckedInsertion?> begun = CheckAsync(checks, document, cursor, cursor, $"return text.Length + {race};");
            Task<CheckedInsertion?> next = Task.FromResult<CheckedInsertion?>(null);
            switch (because)
            {
                case "another suggestion":
                    next = CheckAsync(checks, document, cursor, cursor, "return 1;");
                    break;
                case "another text":
                    DocumentSnapshot moved = document with { Text = document.Text.Replace(cursor, cursor, "throw") };
                    await Patience.UntilAsync(
                        () =>
                        {
                            checks.MovedTo(moved);
                            return begun.IsCompleted;
                        },
                        "the check to end");
                    break;
                default:
                    open.Dispose();
                    break;
            }

            await ((Task)begun).ContinueWith(_ => { }, TaskScheduler.Default).WithPatienceAsync("the check to end");
            Assert.Equal(because == "another suggestion", (await next)?.Verdict.Outcome == CheckOutcome.Bound);
            if (begun.IsCanceled)
                return;
        }

        Assert.Fail($"Of {Races} checks none was ended: {because}.");
    }

    [Fact]
    public async Task What_changes_elsewhere_makes_a_check_that_is_kept_worthless()
    {
        (SuggestionChecks checks, _, DocumentSnapshot document, int cursor) = await OpenAsync();
        CheckedInsertion? before = await CheckAsync(checks, document, cursor, cursor, "return Limits.Most;");
        Assert.Equal(CheckOutcome.Dropped, before!.Verdict.Outcome);

        using OpenDocument limits = _folder.Workspace.Open(Path.Combine(_folder.Path, "Limits.cs"));
        limits.Find(SourceFolder.Snapshot(limits.Path, "public static class Limits { public const int Most = 3; }\n"));

        Assert.Equal(CheckOutcome.Bound, (await CheckAsync(checks, document, cursor, cursor, "return Limits.Most;"))!.Verdict.Outcome);
    }

    private static Task<CheckedInsertion?> CheckAsync(SuggestionChecks checks, DocumentSnapshot document, int start, int end, string text) =>
        checks.CheckAsync(document, start, end, text, TestContext.Current.CancellationToken);

    private async Task<(SuggestionChecks Checks, OpenDocument Open, DocumentSnapshot Document, int Cursor)> OpenAsync()
    {
        CSharpWorkspace workspace = _folder.IsOpen ? _folder.Workspace : await _folder.OpenAsync();
        string methods = string.Concat(Enumerable.Range(0, 500).Select(i => $"    int M{i}(string text) => text.Length + {i};\n"));
        (DocumentSnapshot document, int cursor) = _folder.Edit(
            "Till.cs", $"class Till\n{{\n{methods}    int Sum(string text)\n    {{\n        $0\n    }}\n}}\n");
        OpenDocument open = workspace.Open(document.Uri);
        return (new SuggestionChecks(open, _failures), open, document, cursor);
    }
}
