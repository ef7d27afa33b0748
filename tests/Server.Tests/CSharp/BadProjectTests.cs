using System.Text.Json;
using LspCompletion.Server.CSharp;
using LspCompletion.Server.CSharp.Projects;
using LspCompletion.Server.Documents;
using LspCompletion.Server.Insight;
using LspCompletion.Server.Settings;
using LspCompletion.Tests;
using Microsoft.CodeAnalysis.CSharp;

namespace LspCompletion.Server.Tests.CSharp;

/// <summary>Whatever is wrong with a project, completion goes on without that, and the status says why.</summary>
public sealed class BadProjectTests : IDisposable
{
    private const string Source = "public class Alone { public string Name => string.Empty; }\n";

    private static readonly ServerSettings Settings = ServerSettings.Default with { CSharpCheckMs = 60_000 };

    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("type")]
    [InlineData("initialize")]
    [InlineData("execute")]
    public async Task Generators_of_packages_never_run_and_so_cannot_fail(string place)
    {
        string trace = Path.Combine(_folder.Path, "ran.txt");
        string package = Path.Combine(_folder.Path, "packages", "thrower", "1.0.0");
        ThrowingGenerator.Write(Path.Combine(package, "analyzers", "dotnet", "cs", "Thrower.dll"), place, trace);
        _folder.Write("App.csproj", SourceFolder.Project.Replace(
            "</Project>", """<ItemGroup><PackageReference Include="Thrower" Version="1.0.0" /></ItemGroup></Project>""", StringComparison.Ordinal));
        WriteAssets("thrower/1.0.0", "Thrower/1.0.0", compile: []);

        CSharpWorkspace workspace = await _folder.OpenAsync();

        await AssertCompletesAsync();
        Assert.Empty(workspace.State.Problems);
        Assert.False(File.Exists(trace));
    }

    [Theory]
    [InlineData("type")]
    [InlineData("initialize")]
    [InlineData("execute")]
    public void A_generator_of_the_framework_that_throws_is_told_of_and_left_out(string place)
    {
        string trace = Path.Combine(_folder.Path, "ran.txt");
        const string pack = "packs/Microsoft.NETCore.App.Ref/1.0.0/analyzers/dotnet/cs";
        string thrower = Path.Combine(_folder.Path, pack, "Thrower.dll");
        ThrowingGenerator.Write(thrower, place, trace);
        string noAssembly = _folder.Write($"{pack}/Broken.dll", "no assembly");
        var packs = new ReferencePacks([_folder.Path], Path.Combine(_folder.Path, "packages"));
        ProjectInputs inputs = ProjectInputs.Loose(ReferencePacks.OfMachine()) with { Generators = [thrower, noAssembly] };
        var compilation = CSharpCompilation.Create("App", [CSharpSyntaxTree.ParseText(Source, inputs.ParseOptions, cancellationToken: TestContext.Current.CancellationToken)]);
        List<string> problems = [];

        CSharpCompilation with = FrameworkGenerators.Run(
            compilation, inputs, packs, TimeProvider.System, problems.Add, TestContext.Current.CancellationToken);

        Assert.Equal(compilation.SyntaxTrees, with.SyntaxTrees);
        Assert.Equal(place, File.ReadAllText(trace));
        Assert.Contains(problems, problem => problem.Contains($"thrown while {place}", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("Broken.dll can't be loaded", StringComparison.Ordinal));
    }

    [Fact]
    public void What_lies_elsewhere_is_not_loaded_even_where_a_project_is_said_to_have_it()
    {
        string trace = Path.Combine(_folder.Path, "ran.txt");
        string thrower = Path.Combine(_folder.Path, "generators", "Thrower.dll");
        ThrowingGenerator.Write(thrower, "type", trace);
        ProjectInputs inputs = ProjectInputs.Loose(ReferencePacks.OfMachine()) with { Generators = [thrower] };
        var compilation = CSharpCompilation.Create("App");

        Assert.Same(compilation, FrameworkGenerators.Run(
            compilation, inputs, ReferencePacks.OfMachine(), TimeProvider.System, Assert.Fail, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(trace));
    }

    [Theory]
    [InlineData("""<ItemGroup><ProjectReference Include="../Gone/Gone.csproj" /></ItemGroup>""", "Gone.csproj, which it refers to, isn't there")]
    [InlineData("""<ItemGroup><Reference Include="Gone" HintPath="lib/Gone.dll" /></ItemGroup>""", "Gone.dll, which it refers to, isn't there")]
    [InlineData("""<ItemGroup><Reference Include="Text" HintPath="Text.dll" /></ItemGroup>""", "Text.dll can't be read")]
    [InlineData("""<ItemGroup><Compile Include="Alone.cs" """, "App.csproj can't be read")]
    [InlineData("<PropertyGroup><TargetFramework>net10.0", "App.csproj can't be read")]
    [InlineData("<Import Project='broken.props' />", "broken.props")]
    [InlineData("<Import Project='App.csproj' />", null)]
    [InlineData("<ItemGroup><Compile Include='\0' /></ItemGroup>", "App.csproj can't be read")]
    public async Task A_project_that_names_what_is_not_there_or_is_broken_is_told_of(string inside, string? problem)
    {
        _folder.Write("Text.dll", "no assembly");
        _folder.Write("broken.props", "<Project><PropertyGroup>");
        _folder.Write("App.csproj", SourceFolder.Project.Replace("</Project>", inside + "</Project>", StringComparison.Ordinal));
        WriteAssets("thing/1.0.0", "Thing/1.0.0", compile: []);

        CSharpWorkspace workspace = await _folder.OpenAsync();

        await AssertCompletesAsync();
        if (problem is null)
            Assert.Empty(workspace.State.Problems);
        else
            Assert.Contains(problem, Assert.Single(workspace.State.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "the package Thing/1.0.0 isn't where it was restored to")]
    [InlineData("{", "can't be read")]
    [InlineData("[1]", "can't be read")]
    [InlineData("""{"targets":{"net10.0":{"a/1":{"compile":{"a.dll":{}}}}},"libraries":{"a/1":{"path":"a"}},"packageFolders":{"x":{}}}""", "can't be read")]
    [InlineData("{}", null)]
    public async Task Packages_that_are_gone_and_broken_assets_are_told_of(string? assets, string? problem)
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        WriteAssets("thing/1.0.0", "Thing/1.0.0", compile: ["lib/net10.0/Thing.dll"]);
        if (assets is not null)
            _folder.Write("obj/project.assets.json", assets);

        CSharpWorkspace workspace = await _folder.OpenAsync();

        await AssertCompletesAsync();
        Assert.Equal(problem is not null, workspace.State.Problems.Any(line => line.Contains(problem ?? "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("}}}} )))) class ((((")]
    [InlineData("\0\0\0\u0001\ufffd\ud800 class")]
    [InlineData("#if NEVER\n")]
    [InlineData("/* never closed")]
    [InlineData("class A : A { } class A : B { } interface B : B { }")]
    public async Task A_file_that_does_not_parse_does_no_harm_to_the_others(string broken)
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        _folder.Write("Broken.cs", broken);
        await _folder.OpenAsync();

        await AssertCompletesAsync();
        await CheckAsync(Insight(), Path.Combine(_folder.Path, "Broken.cs"), broken + "$0", "x.Missing();");
    }

    [Theory]
    [InlineData("(")]
    [InlineData("{ if (true) ")]
    [InlineData("new List<")]
    [InlineData("a => ")]
    [InlineData("1 + ")]
    public async Task However_deep_a_file_is_nested_the_check_comes_to_an_end(string nested)
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        string source = $"class Deep {{ void M() {{ $0\nvar x = {string.Concat(Enumerable.Repeat(nested, 20_000))}1; }} }}";

        CheckVerdict verdict = await CheckAsync(Insight(), Path.Combine(_folder.Path, "Deep.cs"), source, "int y = 1;");

        Assert.NotEqual(CheckOutcome.Late, verdict.Outcome);
    }

    [Theory]
    [InlineData("(", 401, true)]
    [InlineData("(", 399, false)]
    [InlineData("Dictionary<int, ", 500, true)]
    [InlineData("if (a < b) { ", 5_000, false)]
    [InlineData("bool less = a < b;\n", 5_000, false)]
    public void Text_that_the_parser_cannot_take_is_told(string repeated, int times, bool expected) =>
        Assert.Equal(expected, Nesting.IsTooDeep(string.Concat(Enumerable.Repeat(repeated, times))));

    [Theory]
    [InlineData("total += Row1.Value;", nameof(CheckOutcome.Bound))]
    [InlineData("total += Row1.Worth;", nameof(CheckOutcome.Cut))]
    public async Task A_generated_file_of_20000_lines_is_checked_like_others(string text, string outcome)
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        string rows = string.Concat(Enumerable.Range(0, 5_000).Select(row =>
            $"public static class Row{row}\n{{\n    public static int Value => {row};\n}}\n"));
        string use = "public static class Use\n{\n    public static int Sum()\n    {\n        int total = 0;\n        $0\n        return total;\n    }\n}\n";
        string path = _folder.Write("Rows.g.cs", rows);

        CheckVerdict verdict = await CheckAsync(Insight(), path, rows + use, text);

        Assert.Equal(outcome, verdict.Outcome.ToString());
    }

    [Fact]
    public async Task Folders_may_change_and_settings_turn_it_off_while_checks_run()
    {
        _folder.Write("App.csproj", SourceFolder.Project);
        CSharpInsight insight = Insight();
        WorkspaceConfiguration configuration = Configuration(Settings);
        string other = Directory.CreateDirectory(Path.Combine(_folder.Path, "other")).FullName;
        using var done = new CancellationTokenSource();
        Task[] requests = [.. Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
        {
            (DocumentSnapshot document, int cursor) = _folder.Edit($"Alone{number}.cs", $"class C{number} {{ int M(string s) {{ $0 }} }}");
            using IDocumentInsight opened = insight.Open(document);
            for (int key = 0; !done.IsCancellationRequested; key++)
            {
                opened.Prepare(document);
                opened.GuideAt(document, cursor, "", Settings)?.NamesAfter("s.");
                await opened.DeclarationsAsync(document, cursor, configuration, CancellationToken.None);
                (CheckVerdict verdict, _) = await opened.CheckAsync(document, cursor, cursor, $"return s.Length + {key};", Settings, CancellationToken.None);
                Assert.True(verdict is { Outcome: CheckOutcome.Bound } or { Outcome: CheckOutcome.Unchecked, Diagnostic: not "the check failed" }, verdict.ToString());
            }
        }))];

        for (int change = 0; change < 12; change++)
        {
            await insight.Loading.WithPatienceAsync("the projects");
            await Task.Delay(20, TestContext.Current.CancellationToken);
            insight.Apply(Configuration(Settings, change % 2 == 0 ? [other] : []));
            insight.Apply(Configuration(Settings with { CSharp = change % 3 > 0 }));
        }

        await done.CancelAsync();
        await Task.WhenAll(requests).WithPatienceAsync("the requests");
        Assert.Equal("", insight.Message);
        Assert.Equal(CheckOutcome.Bound, (await CheckAsync(insight, "Alone.cs", "class C { int M(string s) { $0 } }", "return s.Length;")).Outcome);
    }

    [Fact]
    public async Task Files_that_changed_unseen_are_read_again_when_the_system_lost_count()
    {
        string outside = _folder.Write("outside/Thing.cs", "public class Thing { }\n");
        _folder.Write("app/App.csproj", SourceFolder.Project.Replace(
            "</Project>", """<ItemGroup><Compile Include="../outside/*.cs" /></ItemGroup></Project>""", StringComparison.Ordinal));
        string source = "public class Use { public int F(Thing thing) => thing.Size; }\n";
        using var workspace = new CSharpWorkspace([Path.Combine(_folder.Path, "app")], TimeProvider.System, _ => { });
        await workspace.LoadAsync();
        DocumentSnapshot document = SourceFolder.Snapshot(Path.Combine(_folder.Path, "app", "Use.cs"), source);
        Assert.True(HasErrors(workspace.Find(document)!));
        _folder.Write("outside/Thing.cs", "public class Thing { public int Size => 3; }\n");
        Assert.True(HasErrors(workspace.Find(document)!));

        workspace.ReloadSoon();

        await Patience.UntilAsync(
            () => workspace.Find(document) is { } found && !HasErrors(found), "the file to be read again");
        Assert.True(File.Exists(outside));

        static bool HasErrors(CSharpDocument found) => found.Compilation.GetSemanticModel(found.Tree)
            .GetDiagnostics().Any(diagnostic => diagnostic.Id == "CS1061");
    }

    private CSharpInsight Insight() => new(Configuration(Settings), TimeProvider.System, _ => { });

    private WorkspaceConfiguration Configuration(ServerSettings settings, params string[] folders) =>
        WorkspaceConfiguration.Of(settings, new WorkspaceFolders([_folder.Path, .. folders]), TimeProvider.System);

    private async Task AssertCompletesAsync()
    {
        CheckVerdict verdict = await CheckAsync(Insight(), Path.Combine(_folder.Path, "Alone.cs"), Source.Replace("string.Empty", "$0", StringComparison.Ordinal), "string.Empty");
        Assert.Equal(CheckOutcome.Bound, verdict.Outcome);
    }

    private async Task<CheckVerdict> CheckAsync(CSharpInsight insight, string path, string source, string text)
    {
        using (insight)
        {
            (DocumentSnapshot document, int cursor) = _folder.Edit(path, source);
            using IDocumentInsight opened = insight.Open(document);
            await insight.Loading.WithPatienceAsync("the projects");
            (CheckVerdict verdict, _) = await opened.CheckAsync(
                document, cursor, cursor, text, Settings, TestContext.Current.CancellationToken);
            return verdict;
        }
    }

    private void WriteAssets(string path, string name, string[] compile) => _folder.Write(
        "obj/project.assets.json",
        JsonSerializer.Serialize(new
        {
            targets = new Dictionary<string, object>
            {
                ["net10.0"] = new Dictionary<string, object>
                {
                    [name] = new { type = "package", compile = compile.ToDictionary(file => file, _ => new { }) },
                },
            },
            libraries = new Dictionary<string, object> { [name] = new { type = "package", path } },
            packageFolders = new Dictionary<string, object> { [Path.Combine(_folder.Path, "packages")] = new { } },
        }));
}
