using LspCompletion.Engine;
using LspCompletion.Server.Commands.Evaluate;
using LspCompletion.Server.Evaluation;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Server.Tests.Completion;

namespace LspCompletion.Server.Tests.Evaluation;

public sealed class LanguagesEvaluatorTests : IDisposable
{
    private const string Python = "def area(width, height):\n    return width * height\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lsp-completion-evaluation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_file_has_the_same_number_of_places_and_the_same_seed_chooses_the_same()
    {
        (string, string)[] files = [.. Enumerable.Range(0, 5).Select(i => ($"{i}.py", string.Concat(Enumerable.Repeat(Python, 4))))];

        IReadOnlyList<EvaluationCase> cases = PlaceSampler.Choose(files, 20, seed: 1);

        Assert.Equal(20, cases.Count);
        Assert.All(cases.GroupBy(one => one.File), ofFile => Assert.Equal(2, ofFile.Count(one => one.Kind == BlankKind.Line)));
        Assert.All(cases, one => Assert.True(one.Length > 0 && !files.Single(file => file.Item1 == one.File).Item2.Substring(one.Start, one.Length).Contains('\n', StringComparison.Ordinal)));
        Assert.Equal(cases, PlaceSampler.Choose(files.Reverse(), 20, seed: 1));
        Assert.NotEqual(cases, PlaceSampler.Choose(files, 20, seed: 2));
        Assert.Equal(40, PlaceSampler.Choose(files, 1_000, seed: 1).Count);
    }

    [Theory]
    [InlineData("return width * height", "right")]
    [InlineData("  return width * height", "right")]
    [InlineData("return width * hei", "near")]
    [InlineData("return width", "wrong")]
    [InlineData("return width * height + width * height", "wrong")]
    [InlineData("pass", "wrong")]
    [InlineData("", "harmless")]
    public async Task A_suggestion_is_told_by_what_stood_there(string written, string outcome)
    {
        LanguagesReport report = await EvaluateAsync([("area.py", "python", "else:\n    return width * height\n")], (_, _) => written);

        PlaceResult place = Assert.Single(report.Places);
        Assert.Equal((BlankKind.Line, "return width * height"), (place.Kind, place.Wanted));
        Assert.Equal(outcome, place.Outcome.ToString(), ignoreCase: true);
        Assert.Equal(written.Trim(), place.Shown);
    }

    [Fact]
    public async Task A_place_that_fails_ends_nothing_and_is_counted()
    {
        int calls = 0;
        LanguagesReport report = await EvaluateAsync(
            [("area.py", "python", Python), ("sum.go", "go", "package main\n\nfunc sum(a, b int) int {\n\treturn a + b\n}\n")],
            (_, _) => ++calls == 2 ? throw new InvalidOperationException("of the test") : "");

        Assert.Equal("InvalidOperationException: of the test", Assert.Single(report.Failures).Split(": ", 2)[1]);
        Assert.Equal(calls - 1, report.All.Places);
        Assert.Equal(report.All.Places, report.Languages.Sum(language => language.Places));
    }

    [Fact]
    public async Task Settings_are_compared_at_the_same_places()
    {
        Dictionary<string, int> calls = [];
        LanguagesReport report = await EvaluateAsync(
            [("area.py", "python", Python)],
            (_, wanted) =>
            {
                int call = calls[wanted] = calls.GetValueOrDefault(wanted) + 1;
                return call == 1 || !wanted.StartsWith("def", StringComparison.Ordinal) ? wanted : "pass";
            },
            ServerSettings.Default with { MaxTokens = 1 });

        Assert.All(calls.Values, ofPlace => Assert.Equal(2, ofPlace));
        Assert.Equal(report.All.Places, report.All.Exact);
        Assert.NotNull(report.Against);
        Assert.Equal((report.All.Places, report.All.Places - 1), (report.Against.All.Places, report.Against.All.Exact));
        Assert.Equal((1, 0), (report.Against.Wins, report.Against.Losses));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_complete_that_is_said()
    {
        EngineException exception = await Assert.ThrowsAsync<EngineException>(() => EvaluateAsync([("a.py", "python", "\n")], (_, _) => ""));

        Assert.Contains("holds no source files", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_taken_by_the_rules_of_an_editor_and_one_that_cannot_be_read_is_counted()
    {
        Write("src/area.py", Python);
        Write("src/empty.py", "");
        Write("README.md", "Prose, in which nothing is suggested.");
        Write(".gitignore", "/out/\n");
        Write("out/made.py", Python);
        Write("private/.completionignore", "*\n");
        Write("private/area.py", Python);
        Write("node_modules/a/index.js", "let a = 1;\n");
        Write(".hidden/a.py", Python);
        Write("secrets.json", "{ \"password\": \"a\" }");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "src", "latin.py"), [.. "name = 'M"u8, 0xFC, .. "ller'\n"u8]);
        Directory.CreateDirectory(Path.Combine(_folder.FullName, ".git"));

        FolderFiles found = FolderFiles.Read(
            _folder.FullName, EvaluationSources.ConfigurationOf(_folder.FullName), seed: 1, TestContext.Current.CancellationToken);

        Assert.Equal(("src/area.py", "python", Python), Assert.Single(found.Files));
        Assert.Equal("src/latin.py is not valid UTF-8 in line 1: save it as UTF-8.", Assert.Single(found.Failures));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told_of()
    {
        string folder = Path.Combine(_folder.FullName, "no");
        EngineException exception = Assert.Throws<EngineException>(() => FolderFiles.Read(
            folder, EvaluationSources.ConfigurationOf(folder), seed: 1, TestContext.Current.CancellationToken));

        Assert.Contains("There is no folder", exception.Message, StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Evaluates with what a model writes, told by the file's path and by what is missing in its text.</summary>
    private async Task<LanguagesReport> EvaluateAsync(
        (string Name, string LanguageId, string Text)[] files, Func<string?, string, string> write, ServerSettings? against = null)
    {
        var backend = new BackendDouble
        {
            Answer = (request, _, _) =>
            {
                string text = files.Single(file => file.Name == request.Path).Text;
                return Task.FromResult(BackendDouble.Result(write(request.Path, text[request.Prefix.Length..^request.Suffix.Length])));
            },
        };
        var options = new EvaluationOptions(_folder.FullName, Cases: 8, Seed: 1, MaxTokens: 64, ResultsFile: null) { Against = against };
        var sources = new EvaluationSources(options, files);
        PlaceInFiles[] places =
        [
            .. PlaceSampler.Choose(sources.Texts, options.Cases, options.Seed).Select(one => new PlaceInFiles(one, () => sources)),
        ];
        return await new LanguagesEvaluator(backend, "double", _ => Task.FromResult<IDocumentInsight>(NoInsight.Instance)).RunAsync(
            options, places, [], _ => { }, TestContext.Current.CancellationToken);
    }
}
