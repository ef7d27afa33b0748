using LspCompletion.Engine;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.CSharp.Evaluation;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Evaluation;
using LspCompletion.Tests;
using Microsoft.CodeAnalysis;

namespace LspCompletion.Server.Tests.CSharp;

public sealed class EvaluationTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("abc", "abc", 1)]
    [InlineData("abc", "", 0)]
    [InlineData("kitten", "sitting", 1 - (3.0 / 7))]
    public void Similarity_counts_edits(string left, string right, double expected) =>
        Assert.Equal(expected, EditSimilarity.Of(left, right), precision: 6);

    [Theory]
    [InlineData("OrderService")]
    [InlineData("GraphLibrary")]
    public async Task Samples_compile_and_cases_cover_every_kind_the_same_for_the_same_seed(string sample)
    {
        string folder = Path.Combine(RepositoryPaths.Root, "tests", "Samples", sample);
        using CSharpWorkspace workspace = new([folder], TimeProvider.System, _ => { });
        await workspace.LoadAsync();
        IReadOnlyList<SyntaxTree> trees = workspace.SourceFiles();
        CSharpDocument document = workspace.Find(SourceFolder.Snapshot(trees[0].FilePath, trees[0].ToString()))!;
        Assert.Equal([], document.Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));

        IReadOnlyList<EvaluationCase> cases = Choose(seed: 1);

        Assert.Equal(30, cases.Count);
        Assert.All(Enum.GetValues<BlankKind>(), kind => Assert.Equal(10, cases.Count(one => one.Kind == kind)));
        Assert.Equal(cases, Choose(seed: 1));
        Assert.NotEqual(cases, Choose(seed: 2));

        IReadOnlyList<EvaluationCase> Choose(int seed) =>
            CaseSampler.Choose(trees.Select(tree => (Path.GetFileName(tree.FilePath), tree)), 30, seed);
    }

    [Theory]
    [InlineData("total += item.Price;", "")]
    [InlineData("total += item.Prize;", "CS1061")]
    [InlineData("total += item.Price", "")]
    public async Task What_a_suggestion_breaks_is_found_by_compiling_everything(string text, string expected)
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        CSharpWorkspace workspace = await _folder.OpenAsync();
        (DocumentSnapshot document, int cursor) = _folder.Edit(
            "Till.cs",
            "public record Item(decimal Price);\npublic class Till { decimal Sum(Item item) { decimal total = 0; $0\nreturn total; } }\n");

        var compilation = new FullCompilation(workspace.Find(document)!, cursor);

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), compilation.BroughtBy(text, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_a_declaration_breaks_in_other_files_is_found_too()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        _folder.Write("Use.cs", "public static class Use { public static int Of(Till till) => till.Count; }\n");
        CSharpWorkspace workspace = await _folder.OpenAsync();
        (DocumentSnapshot document, int cursor) = _folder.Edit("Till.cs", "public class Till { public int Count => 1; $0\n}\n");

        var compilation = new FullCompilation(workspace.Find(document)!, cursor);

        Assert.Contains("CS0229", compilation.BroughtBy("public int Count => 2;", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Results_are_gone_on_from_and_not_mixed_up()
    {
        string path = Path.Combine(_folder.Path, "results.jsonl");
        CaseResult result = new("a:1+2", BlankKind.Line, EvaluatedPart.Ranked, true, false, 0.5, ["CS1061"], 1.5, 7, "it binds");
        using (var results = EvaluationResults.Open(path, "first"))
            results.Add([result]);
        File.AppendAllText(path, "{\"case\":\"cut of");

        using (var again = EvaluationResults.Open(path, "first"))
        {
            Assert.Equivalent(new[] { result }, again.All);
            Assert.Equal(["a:1+2"], again.Done);
        }

        EngineException exception = Assert.Throws<EngineException>(() => EvaluationResults.Open(path, "second"));
        Assert.Contains("another evaluation", exception.Message, StringComparison.Ordinal);
    }
}
